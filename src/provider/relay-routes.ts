import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { bindConnection } from './actions/bind-connection.js';
import { createConnection } from './actions/create-connection.js';
import { createPayment } from './actions/create-payment.js';
import { createSession } from './actions/create-session.js';
import { deleteConnection } from './actions/delete-connection.js';
import { deleteSession } from './actions/delete-session.js';
import { describeRelay } from './actions/describe-relay.js';
import { lookUpWalletAddress } from './actions/look-up-wallet-address.js';
import { readConnection } from './actions/read-connection.js';
import { isSiteOrigin } from './checks/check-origin.js';
import { checkSite } from './checks/check-site.js';
import type { Services } from './services.js';

/** The relay, in the order in which a page calls it. */
const ACTIONS = [
  describeRelay,
  lookUpWalletAddress,
  createConnection,
  bindConnection,
  readConnection,
  createSession,
  createPayment,
  deleteSession,
  deleteConnection,
];

/** Browsers keep a preflight's answer at most this long (Chromium: two hours). */
const PREFLIGHT_SECONDS = 7200;

export async function serveRelay(server: FastifyInstance, services: Services): Promise<void> {
  await server.register(cors, {
    origin: (origin, answer) => answer(null, isSiteOrigin(origin)),
    methods: ['GET', 'POST', 'DELETE'],
    allowedHeaders: ['content-type', 'dpop'],
    exposedHeaders: ['dpop-nonce', 'retry-after'],
    maxAge: PREFLIGHT_SECONDS,
  });
  server.addHook('onSend', async (_request, reply) => {
    reply.header('dpop-nonce', services.nonces.issue());
    reply.header('cache-control', 'no-store');
  });
  server.addHook('onRequest', checkSite(services.sites));
  for (const action of ACTIONS) server.route(action(services));
}
