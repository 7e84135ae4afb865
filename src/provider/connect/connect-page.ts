import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { StoredConnection } from '../connections.js';
import { requestConsent } from '../consent/request-consent.js';
import { parseWalletAddress, sendWalletAddressRequest } from '../open-payments/wallet-address.js';
import { RelayProblem } from '../problem.js';
import { ConsentRequestSchema, IdParamsSchema } from '../schemas.js';
import type { Services } from '../services.js';
import { issueChallenge, UNBOUND } from './challenge.js';
import { checkOwnPage } from './check-own-page.js';
import { connectPageHtml, CONNECT_PAGE_CSS, CONNECT_PAGE_HEADERS } from './connect-page-html.js';
import { readOrSetVisitor, readVisitor } from './visitor-cookie.js';

export function connectPage(origin: string): string {
  return `${origin}/connect`;
}

type WithId = { Params: { id: string } };

/**
 * Where a visitor connects a wallet: on the provider's own origin, in a popup of the site. In this order: challenge, wait until the site's
 * page has bound the connection, consent, on to the wallet.
 */
export async function serveConnectPage(server: FastifyInstance, services: Services): Promise<void> {
  const { origin, sandbox, allowance } = services;
  const script = readFileSync(fileURLToPath(import.meta.resolve('wm-polyfill/connect.js')), 'utf8');
  server.addHook('onSend', async (_request, reply) => void reply.headers(CONNECT_PAGE_HEADERS));
  server.get('/connect', (_request, reply) => send(reply, 'text/html', connectPageHtml(sandbox)));
  server.get('/connect.js', (_request, reply) => send(reply, 'text/javascript', script));
  server.get('/connect.css', (_request, reply) => send(reply, 'text/css', CONNECT_PAGE_CSS));

  const onRequest = checkOwnPage(origin);
  const schema = { params: IdParamsSchema };
  server.post<WithId>('/connect/:id/challenges', { onRequest, schema }, async (request, reply) => {
    const connection = await readConnection(request);
    if (!UNBOUND.includes(connection.state)) throw alreadyAnswered();
    const visitor = readOrSetVisitor(request, reply, origin);
    const challenge = await issueChallenge(services, connection, visitor);
    return { site: connection.origin, challenge };
  });
  server.get<WithId>('/connect/:id', { onRequest, schema }, async (request) => {
    const { state, origin: site } = await readOwnConnection(request);
    return { state, site, allowance };
  });
  server.post<WithId & { Body: { walletAddress: string } }>(
    '/connect/:id/consents',
    { onRequest, schema: { ...schema, body: ConsentRequestSchema } },
    async (request) => {
      const connection = await readOwnConnection(request);
      if (connection.state !== 'bound') throw alreadyAnswered();
      const url = parseWalletAddress(request.body.walletAddress, sandbox);
      const wallet = await sendWalletAddressRequest(services, url);
      return { redirect: await requestConsent(services, connection.id, wallet, connection.visitor) };
    },
  );

  async function readConnection({ params }: FastifyRequest<WithId>): Promise<StoredConnection> {
    const { database } = services;
    const found = await database
      .selectFrom('connection')
      .selectAll()
      .where('id', '=', params.id)
      .executeTakeFirst();
    if (!found) throw new RelayProblem('not-found', 'There is no such connection.');
    return found;
  }

  /** The connection, if it is this browser that it was bound in. */
  async function readOwnConnection(request: FastifyRequest<WithId>): Promise<StoredConnection> {
    const connection = await readConnection(request);
    const visitor = readVisitor(request, origin);
    if (visitor === null || connection.visitor !== visitor) {
      throw new RelayProblem('not-found', 'There is no such connection in this browser.');
    }
    return connection;
  }
}

function alreadyAnswered(): RelayProblem {
  return new RelayProblem('request-invalid', 'This connection is not waiting for consent.');
}

function send(reply: FastifyReply, type: string, body: string) {
  return reply.header('content-type', `${type}; charset=utf-8`).send(body);
}
