import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { checkOwnPage } from '../connect/check-own-page.js';
import { forgetVisitor, readVisitor } from '../connect/visitor-cookie.js';
import { issueFormToken } from '../consent/form-token.js';
import { forgetRefusal, readRefusals } from '../consent/refusals.js';
import { html, type Html } from '../pages/html.js';
import { sendPageHeaders } from '../pages/page-headers.js';
import { sendPage } from '../pages/page.js';
import { RelayProblem } from '../problem.js';
import { toRelayProblem } from '../problem-response.js';
import type { Services } from '../services.js';
import { accountHtml, strangerHtml } from './account-html.js';
import { ACCOUNT_FORM, checkForm, fieldsOf, parseForm } from './check-form.js';
import { forgetBrowser } from './forget-browser.js';
import { servePayPages } from './pay-page.js';
import { readSites } from './read-sites.js';
import { readSpending } from './read-spending.js';
import { serveSandboxAccount } from './sandbox-account.js';
import { serveSitePages } from './site-page.js';

/**
 * Where a visitor looks at what was paid, and pauses, changes and ends it: known by the cookie of the connect page, and by nothing else. Works
 * without a script.
 */
export async function serveAccountPages(server: FastifyInstance, services: Services): Promise<void> {
  const { origin, sandbox } = services;
  sendPageHeaders(server);
  // A form that says nothing of where it comes from sends `Origin: null`, which anybody's would.
  server.addHook('onSend', async (_request, reply) => void reply.header('referrer-policy', 'same-origin'));
  server.addHook('onRequest', async (request) => services.rates.call(request));
  server.addHook('onRequest', async (request) => {
    if (request.method !== 'GET') await checkOwnPage(origin)(request);
  });
  server.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string' },
    async (_request: unknown, body: string) => parseForm(body),
  );
  server.setErrorHandler((error, request, reply) => sendProblemPage(reply, toRelayProblem(error, request)));
  server.setNotFoundHandler((_request, reply) => sendProblemPage(reply, new RelayProblem('not-found')));

  const send = (reply: FastifyReply, title: string, body: Html) => sendPage(reply, { title, sandbox, body });
  server.get('/', async (request, reply) => {
    const visitor = readVisitor(request, origin);
    if (visitor === null) return send(reply, 'Your account', strangerHtml());
    const account = {
      sites: await readSites(services, visitor),
      spending: await readSpending(services, visitor),
      refusals: await readRefusals(services, visitor),
      token: await issueFormToken(services, visitor, ACCOUNT_FORM),
    };
    return send(reply, 'Your account', accountHtml(account));
  });
  server.post('/refusals', async (request, reply) => {
    const visitor = await checkForm(services, request);
    await services.write((transaction) =>
      forgetRefusal(transaction, visitor, fieldsOf(request)['site'] ?? ''),
    );
    return toAccount(reply);
  });
  server.post('/forget', async (request: FastifyRequest, reply) => {
    await forgetBrowser(services, await checkForm(services, request));
    forgetVisitor(reply, origin);
    return toAccount(reply);
  });
  serveSitePages(server, services, send);
  servePayPages(server, services, send);
  serveSandboxAccount(server, services, send);

  function toAccount(reply: FastifyReply) {
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
