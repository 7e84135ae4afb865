import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkSameOrigin } from '../authentication/check-same-origin.js';
import { clearVisitorCookie, readVisitor } from '../authentication/visitor-cookie.js';
import { issueFormToken } from '../wallet-grants/consent-form/form-token.js';
import { deleteRefusal, readRefusals } from '../wallet-grants/consent-form/refusals.js';
import { html, type Html } from '../../server/html.js';
import { setPageHeaders } from '../../server/page-headers.js';
import { sendProviderPage } from '../pages/page.js';
import { RelayProblem } from '../core/relay-problem.js';
import { toRelayProblem } from '../problems/problem-response.js';
import type { ProviderServices } from '../services/provider-services.js';
import { accountHtml, signedOutHtml } from './html/account-html.js';
import { ACCOUNT_FORM, redeemAccountForm, readFormFields, parseFormBody } from './html/account-form.js';
import { forgetBrowser } from './forget-browser.js';
import { serveOneTimePaymentPages } from './one-time-payment/one-time-payment-page.js';
import { readVisitorSites } from './queries/read-sites.js';
import { readSpending } from './queries/read-spending.js';
import { serveSandboxAccount } from './sandbox-account.js';
import { serveSitePages } from './site-page.js';

/**
 * The account pages: a visitor sees what was paid, and pauses, changes and ends consents.
 * The cookie of the connect page is the only identification. Works without JavaScript.
 */
export async function serveVisitorAccountPages(
  server: FastifyInstance,
  services: ProviderServices,
): Promise<void> {
  const { origin, sandbox } = services;
  setPageHeaders(server);
  // Without a referrer the browser sends `Origin: null`, which every opaque origin sends, too.
  server.addHook('onSend', async (_request, reply) => void reply.header('referrer-policy', 'same-origin'));
  server.addHook('onRequest', async (request) => services.rateLimiter.checkCall(request));
  server.addHook('onRequest', async (request) => {
    if (request.method !== 'GET') await checkSameOrigin(origin)(request);
  });
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: unknown, body: string) => parseFormBody(body),
  );
  server.setErrorHandler((error, request, reply) => sendProblemPage(reply, toRelayProblem(error, request)));
  server.setNotFoundHandler((_request, reply) => sendProblemPage(reply, new RelayProblem('not-found')));

  const send = (reply: FastifyReply, title: string, body: Html) =>
    sendProviderPage(reply, { title, sandbox, body });
  server.get('/', async (request, reply) => {
    const visitor = readVisitor(request, origin);
    if (visitor === null) return send(reply, 'Your account', signedOutHtml());
    const account = {
      sites: await readVisitorSites(services, visitor),
      spending: await readSpending(services, visitor),
      refusals: await readRefusals(services, visitor),
      token: await issueFormToken(services, visitor, ACCOUNT_FORM),
    };
    return send(reply, 'Your account', accountHtml(account));
  });
  server.post('/refusals', async (request, reply) => {
    const visitor = await redeemAccountForm(services, request);
    await services.write((transaction) =>
      deleteRefusal(transaction, visitor, readFormFields(request)['site'] ?? ''),
    );
    return redirectToAccount(reply);
  });
  server.post('/forget', async (request: FastifyRequest, reply) => {
    await forgetBrowser(services, await redeemAccountForm(services, request));
    clearVisitorCookie(reply, origin);
    return redirectToAccount(reply);
  });
  serveSitePages(server, services, send);
  serveOneTimePaymentPages(server, services, send);
  serveSandboxAccount(server, services, send);

  function redirectToAccount(reply: FastifyReply) {
    return reply.redirect(`${origin}/account`, 303);
  }

  function sendProblemPage(reply: FastifyReply, problem: RelayProblem) {
    const body = html`<h1>That did not work</h1>
<p class="problem">${problem.message}</p>
<p class="alone"><a href="/account">Your account</a></p>`;
    reply.request.problemCode = problem.code;
    return send(reply.code(problem.status), 'That did not work', body);
  }
}
