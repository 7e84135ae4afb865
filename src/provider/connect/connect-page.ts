import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { ConsentAnswerSchema } from './consent-answer-schema.js';
import type { WalletAddressDetails } from '../../protocol/wallet-address-details.js';
import { parseChosenLimits, maxLimits } from '../wallet-grants/consent-form/chosen-limits.js';
import { redeemFormToken } from '../wallet-grants/consent-form/form-token.js';
import { checkNotRefused, storeRefusal } from '../wallet-grants/consent-form/refusals.js';
import { sendOutgoingPaymentAndQuoteGrantRequest } from '../wallet-grants/send-outgoing-payment-and-quote-grant-request.js';
import { shedNewWork } from '../limits/load-shedding.js';
import {
  parseWalletAddressUrl,
  sendWalletAddressRequest,
} from '../open-payments/send-wallet-address-request.js';
import { setPageHeaders } from '../../server/page-headers.js';
import { getBody } from '../../server/validated-request.js';
import { PAGE_STYLE } from '../pages/page-style.js';
import { EmptyRequestSchema, IdParamsSchema, WalletAddressRequestSchema } from '../core/message-schemas.js';
import type { ProviderServices } from '../services/provider-services.js';
import { issueChallenge } from './challenge.js';
import { checkSameOrigin } from '../authentication/check-same-origin.js';
import { connectPageHtml } from './connect-page-html.js';
import {
  notAwaitingConsent,
  requireVisitorConnection,
  requireBindableConnection,
} from './visitor-connection.js';
import { readConsentQuestion } from './consent-question.js';
import { serveArrivalRoutes } from './arrival-routes.js';
import { consentFormPurpose, createConsentStatement } from './consent-statement.js';
import { readOrSetVisitor } from '../authentication/visitor-cookie.js';

export function connectPageUrl(origin: string): string {
  return `${origin}/connect`;
}

/**
 * The page where a visitor connects a wallet: on the provider's origin, in a popup of the site. Steps:
 * challenge, wait until the site's page has bound the connection, wallet address, consent, redirect to the
 * wallet.
 */
export async function serveConnectPage(server: FastifyInstance, services: ProviderServices): Promise<void> {
  const { origin, sandbox, allowance } = services;
  setPageHeaders(server);
  server.addHook('onRequest', async (request) => services.rateLimiter.checkCall(request));
  shedNewWork(server, services.shutdownSignal);
  server.get('/connect', (_request, reply) => send(reply, 'text/html', connectPageHtml(sandbox)));
  for (const script of ['connect.js', 'finish.js']) {
    const text = readFileSync(fileURLToPath(import.meta.resolve(`wm-polyfill/${script}`)), 'utf8');
    server.get(`/${script}`, (_request, reply) => send(reply, 'text/javascript', text));
  }
  server.get('/provider.css', (_request, reply) => send(reply, 'text/css', PAGE_STYLE));

  serveArrivalRoutes(server, services);
  const onRequest = checkSameOrigin(origin);
  const params = IdParamsSchema;
  server.post(
    '/connect/:id/challenges',
    { onRequest, config: { isNewWork: true }, schema: { params } },
    async (request, reply) => {
      const connection = await requireBindableConnection(services, request);
      const visitor = readOrSetVisitor(request, reply, origin);
      await checkNotRefused(services, visitor, connection.origin);
      const challenge = await issueChallenge(services, connection, visitor);
      return { site: connection.origin, challenge };
    },
  );
  server.get('/connect/:id', { onRequest, schema: { params } }, async (request) => {
    const { connection, visitor } = await requireVisitorConnection(services, request);
    return readConsentQuestion(services, connection, visitor);
  });
  server.post(
    '/connect/:id/wallets',
    { onRequest, schema: { params, body: WalletAddressRequestSchema } },
    async (request) => {
      const { connection, visitor } = await requireVisitorConnection(services, request);
      if (connection.state !== 'bound') throw notAwaitingConsent();
      const url = parseWalletAddressUrl(getBody(request, WalletAddressRequestSchema).walletAddress, services);
      const wallet = await sendWalletAddressRequest(services, url);
      return createConsentStatement(services, connection, visitor, wallet);
    },
  );
  server.post(
    '/connect/:id/consents',
    { onRequest, schema: { params, body: ConsentAnswerSchema } },
    async (request) => {
      const { connection, visitor } = await requireVisitorConnection(services, request);
      if (connection.state !== 'bound') throw notAwaitingConsent();
      services.rateLimiter.checkConsentRequest(request, visitor, connection.origin);
      const { token, ...answer } = getBody(request, ConsentAnswerSchema);
      const wallet = await redeemFormToken<WalletAddressDetails>(
        services,
        visitor,
        consentFormPurpose(connection),
        token,
      );
      const limits = parseChosenLimits(answer, wallet.assetScale, maxLimits(allowance, wallet));
      return {
        redirect: await sendOutgoingPaymentAndQuoteGrantRequest(
          services,
          connection.id,
          wallet,
          visitor,
          limits,
        ),
      };
    },
  );
  server.post(
    '/connect/:id/refusals',
    { onRequest, schema: { params, body: EmptyRequestSchema } },
    async (request) => {
      const { connection, visitor } = await requireVisitorConnection(services, request);
      await storeRefusal(services, visitor, connection);
      return {};
    },
  );
}

function send(reply: FastifyReply, type: string, body: string) {
  return reply.type(`${type}; charset=utf-8`).send(body);
}
