import type { FastifyInstance } from 'fastify';
import type { AskingSite } from '../../protocol/connect-messages.js';
import { ERROR_CODES } from '../../protocol/error-codes.js';
import { checkNotRefused } from '../consent/refusals.js';
import { html } from '../pages/html.js';
import { sendPage } from '../pages/page.js';
import { toRelayProblem } from '../problem-response.js';
import { IdParamsSchema } from '../schemas.js';
import type { Services } from '../services.js';
import { bindArrived, checkComesFromSite, redeemArrival, rememberArrival } from './arrival.js';
import { checkOwnPage } from './check-own-page.js';
import { readConnection, readWaitingConnection, type WithId } from './own-connection.js';
import { consentQuestion } from './question.js';
import { readOrSetVisitor, readVisitor } from './visitor-cookie.js';

/**
 * The way to the connect page where it has no opener to speak to: it sends the visitor to the site, without any secret, and the site's agent sends a form
 * back. Then, as after a challenge, the connection is bound.
 */
export function serveArrivals(server: FastifyInstance, services: Services): void {
  const { origin } = services;
  const ofOwnPage = { onRequest: checkOwnPage(origin), schema: { params: IdParamsSchema } };
  const isNewWork = { config: { isNewWork: true } };
  server.get<WithId>('/connect/:id/site', ofOwnPage, async (request) => {
    const { origin: site } = await readWaitingConnection(services, request.params.id);
    // Before the visitor is sent there and back.
    await checkNotRefused(services, readVisitor(request, origin) ?? '', site);
    return { site } satisfies AskingSite;
  });
  server.post<WithId>('/connect/:id/arrivals', { ...ofOwnPage, ...isNewWork }, async (request, reply) => {
    const connection = await readWaitingConnection(services, request.params.id);
    await redeemArrival(services, request, reply, connection);
    const visitor = readOrSetVisitor(request, reply, origin);
    await checkNotRefused(services, visitor, connection.origin);
    return consentQuestion(services, await bindArrived(services, connection, visitor), visitor);
  });
  void server.register(async (forms) => serveForm(forms, services));
}

/** What the site's agent sends, with the visitor: answered with pages, whatever comes of it. */
function serveForm(server: FastifyInstance, services: Services): void {
  const { origin, sandbox } = services;
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: unknown, body: string) => new URLSearchParams(body),
  );
  server.setErrorHandler((error, request, reply) => {
    const { code, status, message } = toRelayProblem(error, request);
    request.problemCode = code;
    const title = 'Not connected';
    const body = html`<h1>${title}</h1>
<p class="problem">${message}</p>
<p>${ERROR_CODES[code].fix} (<a href="/errors/${code}">${code}</a>)</p>`;
    return sendPage(reply.code(status), { title, sandbox, body });
  });
  server.post('/connect', { config: { isNewWork: true } }, async (request, reply) => {
    const fields = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const connection = await readConnection(services, fields.get('connection') ?? '');
    checkComesFromSite(request, connection);
    await rememberArrival(services, reply, connection);
    return reply.redirect(`${origin}/connect#${connection.id}`, 303);
  });
}
