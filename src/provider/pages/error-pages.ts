import type { FastifyInstance } from 'fastify';
import { ERROR_CODES, type ErrorCode } from '../../protocol/error-codes.js';
import { html, type Html } from '../../server/html.js';
import { setPageHeaders } from '../../server/page-headers.js';
import { sendProviderPage } from './page.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { Services } from '../core/services.js';

/** Serves the pages of the error codes. The `type` of a problem is the URL of its entry. */
export async function serveErrorPages(server: FastifyInstance, services: Services): Promise<void> {
  const { sandbox } = services;
  setPageHeaders(server);
  server.get('/errors', async (_request, reply) => {
    const body = html`<h1>Error codes</h1>
<p>Codes are stable. Codes with a status are responses of this provider, as <code>application/problem+json</code>. The agent in the page reports the other codes.</p>
${listErrorCodes().map(errorCodeHtml)}`;
    return sendProviderPage(reply, { title: 'Error codes', sandbox, body });
  });
  server.get<{ Params: { code: string } }>('/errors/:code', async ({ params }, reply) => {
    const code = listErrorCodes().find((known) => known === params.code);
    if (!code) throw new RelayProblem('not-found', 'Unknown error code.');
    const body = html`<h1>Error code</h1>${errorCodeHtml(code)}<p class="alone"><a href="/errors">All error codes</a></p>`;
    return sendProviderPage(reply, { title: code, sandbox, body });
  });
}

function listErrorCodes(): ErrorCode[] {
  return Object.keys(ERROR_CODES) as ErrorCode[];
}

function errorCodeHtml(code: ErrorCode): Html {
  const { title, fix, status }: { title: string; fix: string; status?: number } = ERROR_CODES[code];
  return html`<section id="${code}">
<h2><a href="#${code}"><code>${code}</code></a></h2>
<p>${title}</p>
<dl><dt>What to do</dt><dd>${fix}</dd>${status !== undefined && html`<dt>Status</dt><dd>${status}</dd>`}</dl>
</section>
`;
}
