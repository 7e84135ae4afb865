import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ConsentAnswer } from '../../protocol/connect-messages.js';
import type { WalletAddressDetails } from '../../protocol/dictionaries.js';
import { chosenLimits, highestLimits } from '../consent/chosen-limits.js';
import { redeemFormToken } from '../consent/form-token.js';
import { checkNotRefused, storeRefusal } from '../consent/refusals.js';
import { requestConsent } from '../consent/request-consent.js';
import { shedNewWork } from '../limits/new-work.js';
import { parseWalletAddress, sendWalletAddressRequest } from '../open-payments/wallet-address.js';
import { sendPageHeaders } from '../pages/page-headers.js';
import { PAGE_STYLE } from '../pages/style.js';
import {
  ConsentAnswerSchema,
  EmptyRequestSchema,
  IdParamsSchema,
  WalletAddressRequestSchema,
} from '../schemas.js';
import type { Services } from '../services.js';
import { issueChallenge } from './challenge.js';
import { checkOwnPage } from './check-own-page.js';
import { connectPageHtml } from './connect-page-html.js';
import { alreadyAnswered, readOwnConnection, readWaitingConnection, type WithId } from './own-connection.js';
import { consentQuestion } from './question.js';
import { serveArrivals } from './serve-arrivals.js';
import { consentPurpose, stateConsent } from './statement.js';
import { readOrSetVisitor } from './visitor-cookie.js';

export function connectPage(origin: string): string {
  return `${origin}/connect`;
}

/**
 * Where a visitor connects a wallet: on the provider's own origin, in a popup of the site. In this order: challenge, wait until the site's
 * page has bound the connection, wallet, consent, on to the wallet.
 */
export async function serveConnectPage(server: FastifyInstance, services: Services): Promise<void> {
  const { origin, sandbox, allowance } = services;
  sendPageHeaders(server);
  server.addHook('onRequest', async (request) => services.rates.call(request));
  shedNewWork(server, services.stopping);
  server.get('/connect', (_request, reply) => send(reply, 'text/html', connectPageHtml(sandbox)));
  for (const script of ['connect.js', 'finish.js']) {
    const text = readFileSync(fileURLToPath(import.meta.resolve(`wm-polyfill/${script}`)), 'utf8');
    server.get(`/${script}`, (_request, reply) => send(reply, 'text/javascript', text));
  }
  server.get('/provider.css', (_request, reply) => send(reply, 'text/css', PAGE_STYLE));

  serveArrivals(server, services);
  const onRequest = checkOwnPage(origin);
  const params = IdParamsSchema;
  server.post<WithId>(
    '/connect/:id/challenges',
    { onRequest, config: { isNewWork: true }, schema: { params } },
    async (request, reply) => {
      const connection = await readWaitingConnection(services, request.params.id);
      const visitor = readOrSetVisitor(request, reply, origin);
      await checkNotRefused(services, visitor, connection.origin);
      const challenge = await issueChallenge(services, connection, visitor);
      return { site: connection.origin, challenge };
    },
  );
  server.get<WithId>('/connect/:id', { onRequest, schema: { params } }, async (request) => {
    const { connection, visitor } = await readOwnConnection(services, request);
    return consentQuestion(services, connection, visitor);
  });
  server.post<WithId & { Body: { walletAddress: string } }>(
    '/connect/:id/wallets',
    { onRequest, schema: { params, body: WalletAddressRequestSchema } },
    async (request) => {
      const { connection, visitor } = await readOwnConnection(services, request);
      if (connection.state !== 'bound') throw alreadyAnswered();
      const url = parseWalletAddress(request.body.walletAddress, services);
      const wallet = await sendWalletAddressRequest(services, url);
      return stateConsent(services, connection, visitor, wallet);
    },
  );
  server.post<WithId & { Body: ConsentAnswer }>(
    '/connect/:id/consents',
    { onRequest, schema: { params, body: ConsentAnswerSchema } },
    async (request) => {
      const { connection, visitor } = await readOwnConnection(services, request);
      if (connection.state !== 'bound') throw alreadyAnswered();
      services.rates.consent(request, visitor, connection.origin);
      const { token, ...answer } = request.body;
      const wallet = await redeemFormToken<WalletAddressDetails>(
        services,
        visitor,
        consentPurpose(connection),
        token,
      );
      const limits = chosenLimits(answer, wallet.assetScale, highestLimits(allowance, wallet));
      return { redirect: await requestConsent(services, connection.id, wallet, visitor, limits) };
    },
  );
  server.post<WithId>(
    '/connect/:id/refusals',
    { onRequest, schema: { params, body: EmptyRequestSchema } },
    async (request) => {
      const { connection, visitor } = await readOwnConnection(services, request);
      await storeRefusal(services, visitor, connection);
      return {};
    },
  );
}

function send(reply: FastifyReply, type: string, body: string) {
  return reply.type(`${type}; charset=utf-8`).send(body);
}
