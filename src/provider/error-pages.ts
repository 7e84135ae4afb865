import type { FastifyInstance } from 'fastify';
import { ERROR_CODES, type ErrorCode } from '../protocol/error-codes.js';
import { html, type Html } from './pages/html.js';
import { sendPageHeaders } from './pages/page-headers.js';
import { sendPage } from './pages/page.js';
import { RelayProblem } from './problem.js';
import type { Services } from './services.js';

/** What each code means and what to do about it: the `type` of a problem is the URL of its entry. */
export async function serveErrorPages(server: FastifyInstance, services: Services): Promise<void> {
  const { sandbox } = services;
  sendPageHeaders(server);
  server.get('/errors', async (_request, reply) => {
    const body = html`<h1>Error codes</h1>
<p>Codes are stable. Those with a status are answers of this provider, as <code>application/problem+json</code>; the others a page finds out by itself.</p>
${codes().map(explain)}`;
    return sendPage(reply, { title: 'Error codes', sandbox, body });
  });
  server.get<{ Params: { code: string } }>('/errors/:code', async ({ params }, reply) => {
    const code = codes().find((known) => known === params.code);
    if (!code) throw new RelayProblem('not-found', 'There is no such error code.');
    const body = html`<h1>Error code</h1>${explain(code)}<p class="alone"><a href="/errors">All error codes</a></p>`;
    return sendPage(reply, { title: code, sandbox, body });
  });
}

function codes(): ErrorCode[] {
  return Object.keys(ERROR_CODES) as ErrorCode[];
}

function explain(code: ErrorCode): Html {
  const { title, fix, status }: { title: string; fix: string; status?: number } = ERROR_CODES[code];
  return html`<section id="${code}">
<h2><a href="#${code}"><code>${code}</code></a></h2>
<p>${title}</p>
<dl><dt>What to do</dt><dd>${fix}</dd>${status !== undefined && html`<dt>Status</dt><dd>${status}</dd>`}</dl>
</section>
`;
}
