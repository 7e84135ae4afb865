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
import { readTrace } from './actions/read-trace.js';
import { checkOriginIfAny } from './checks/check-origin.js';
import { checkSite } from './checks/check-site.js';
import { answerOnce } from './idempotency/answer-once.js';
import { shedNewWork } from './limits/new-work.js';
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
  const { rates, sites, stopping } = services;
  // The CORS package answers preflights for every URL there is.
  server.addHook('onRequest', async ({ url }, reply) =>
    url.startsWith('/relay') ? undefined : reply.callNotFound(),
  );
  server.addHook('onRequest', checkOriginIfAny);
  await server.register(cors, {
    // Whoever gets here has no Origin, or that of a page.
    origin: true,
    methods: ['GET', 'POST', 'DELETE'],
    allowedHeaders: ['content-type', 'dpop', 'idempotency-key'],
    exposedHeaders: ['dpop-nonce', 'retry-after'],
    maxAge: PREFLIGHT_SECONDS,
  });
  // Behind CORS, so that a page can read what is wrong.
  server.addHook('onRequest', checkSite(sites));
  server.addHook('onRequest', async (request) => rates.call(request));
  shedNewWork(server, stopping);
  // By now the proof has told whose key it is.
  server.addHook('preParsing', async (request) => {
    if (request.sessionKey) rates.provenCall(request);
  });
  server.addHook('onSend', async ({ mark }, reply) => {
    const nonce = services.nonces.issue();
    reply.header('dpop-nonce', mark ? `${nonce}.${mark}` : nonce);
    reply.header('cache-control', 'no-store');
  });
  answerOnce(server, services);
  for (const action of ACTIONS) server.route(action(services));
  if (services.trace) server.route(readTrace(services, services.trace));
}
