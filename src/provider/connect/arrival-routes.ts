import type { FastifyInstance } from 'fastify';
import type { RequestingSite } from './browser/connect-messages.js';
import { ERROR_CODES } from '../../protocol/error-codes.js';
import { checkNotRefused } from '../wallet-grants/consent-form/refusals.js';
import { html } from '../../server/html.js';
import { sendProviderPage } from '../pages/page.js';
import { toRelayProblem } from '../problems/problem-response.js';
import { IdParamsSchema } from '../core/message-schemas.js';
import type { ProviderServices } from '../services/provider-services.js';
import { bindAfterArrival, checkSubmittedBySite, redeemArrivalCookie, setArrivalCookie } from './arrival.js';
import { checkSameOrigin } from '../authentication/check-same-origin.js';
import { requireConnection, requireBindableConnection } from './visitor-connection.js';
import { readConsentQuestion } from './consent-question.js';
import { readOrSetVisitor, readVisitor } from '../authentication/visitor-cookie.js';

/**
 * The route to the connect page if the page has no opener. The provider redirects the visitor to the site,
 * without any secret, and the site's agent submits a form to the provider. Then the connection is bound, as
 * after a challenge.
 */
export function serveArrivalRoutes(server: FastifyInstance, services: ProviderServices): void {
  const { origin } = services;
  const sameOriginOnly = { onRequest: checkSameOrigin(origin), schema: { params: IdParamsSchema } };
  const isNewWork = { config: { isNewWork: true } };
  server.get('/connect/:id/site', sameOriginOnly, async (request) => {
    const { origin: site } = await requireBindableConnection(services, request);
    // Checked before the redirect to the site and back.
    await checkNotRefused(services, readVisitor(request, origin) ?? '', site);
    return { site } satisfies RequestingSite;
  });
  server.post('/connect/:id/arrivals', { ...sameOriginOnly, ...isNewWork }, async (request, reply) => {
    const connection = await requireBindableConnection(services, request);
    await redeemArrivalCookie(services, request, reply, connection);
    const visitor = readOrSetVisitor(request, reply, origin);
    await checkNotRefused(services, visitor, connection.origin);
    return readConsentQuestion(services, await bindAfterArrival(services, connection, visitor), visitor);
  });
  void server.register(async (forms) => serveArrivalForm(forms, services));
}

/** The form of the site's agent. The visitor's browser navigates here, so every response is a page. */
function serveArrivalForm(server: FastifyInstance, services: ProviderServices): void {
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
    return sendProviderPage(reply.code(status), { title, sandbox, body });
  });
  server.post('/connect', { config: { isNewWork: true } }, async (request, reply) => {
    const fields = request.body instanceof URLSearchParams ? request.body : new URLSearchParams();
    const connection = await requireConnection(services, fields.get('connection') ?? '');
    checkSubmittedBySite(request, connection);
    await setArrivalCookie(services, reply, connection);
    return reply.redirect(`${origin}/connect#${connection.id}`, 303);
  });
}
