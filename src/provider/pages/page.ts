import type { FastifyReply } from 'fastify';
import { html, type Html } from '../../server/html.js';
import { type PageOptions, renderPage, sendPage } from '../../server/page.js';

export interface ProviderPageOptions extends Omit<PageOptions, 'style'> {
  sandbox: boolean;
}

export function renderProviderPage({ sandbox, body, ...options }: ProviderPageOptions): Html {
  const main = html`<main>
${sandbox && html`<p><strong class="sandbox">SANDBOX</strong> No real money moves here.</p>`}
${body}
</main>`;
  return renderPage({ ...options, style: '/provider.css', body: main });
}

export function sendProviderPage(reply: FastifyReply, options: ProviderPageOptions): FastifyReply {
  return sendPage(reply, renderProviderPage(options));
}
