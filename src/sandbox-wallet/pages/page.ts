import type { FastifyInstance, FastifyReply } from 'fastify';
import { type Html, html } from '../../server/html.js';
import { pageHeaders, type PagePolicy } from '../../server/page-headers.js';
import { renderPage, sendPage } from '../../server/page.js';
import { STYLE } from './style.js';

export function serveStyle(server: FastifyInstance): void {
  server.get('/style.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
}

export interface LayoutOptions {
  readonly wide?: boolean;
  /** URL of the page's script, on this origin. */
  readonly script?: string;
}

export function renderSandboxLayout(
  title: string,
  content: Html,
  { wide = false, ...page }: LayoutOptions = {},
): Html {
  const body = html`<p class="mark ${wide && 'wide'}"><strong>SANDBOX</strong> No real money moves here.</p>
<main class="${wide && 'wide'}">
<h1>${title}</h1>
${content}
</main>`;
  return renderPage({ title: `${title} (sandbox)`, style: '/style.css', ...page, body });
}

/**
 * Sends a page that cannot be framed, cannot load from other origins, and has a script only if `script` is
 * set.
 */
export function sendSandboxPage(
  reply: FastifyReply,
  status: number,
  content: Html,
  { script = false, formTarget = null }: Partial<PagePolicy> = {},
): FastifyReply {
  return sendPage(reply.code(status).headers(pageHeaders({ script, formTarget })), content);
}
