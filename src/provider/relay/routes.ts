import cors from '@fastify/cors';
import type { FastifyInstance } from 'fastify';
import { bindConnection } from './bind-connection.js';
import { createConnection } from './create-connection.js';
import { createPayment } from './create-payment.js';
import { createSession } from './create-session.js';
import { deleteConnection } from './delete-connection.js';
import { deleteSession } from './delete-session.js';
import { describeRelay } from './describe-relay.js';
import { fetchWalletAddress } from './fetch-wallet-address.js';
import { getConnection } from './get-connection.js';
import { getTrace } from './get-trace.js';
import { type RelayCall, toRoute } from './relay-call.js';
import { checkOptionalOrigin } from '../authentication/check-origin.js';
import { checkSiteAllowed } from '../authentication/check-site.js';
import { handleIdempotencyKeys } from '../authentication/idempotency-key.js';
import { shedNewWork } from '../limits/load-shedding.js';
import type { ProviderServices } from '../services/provider-services.js';

/** The relay's calls, in the order in which a page uses them. */
const RELAY_CALLS: readonly RelayCall[] = [
  describeRelay,
  fetchWalletAddress,
  createConnection,
  bindConnection,
  getConnection,
  createSession,
  createPayment,
  deleteSession,
  deleteConnection,
];

/** Chromium's maximum. */
const PREFLIGHT_MAX_AGE_S = 7200;

export async function serveRelayRoutes(server: FastifyInstance, services: ProviderServices): Promise<void> {
  const { rateLimiter, sites, shutdownSignal } = services;
  // The CORS plugin would answer preflights for every URL.
  server.addHook('onRequest', async ({ url }, reply) =>
    url.startsWith('/relay') ? undefined : reply.callNotFound(),
  );
  server.addHook('onRequest', checkOptionalOrigin);
  await server.register(cors, {
    // `checkOptionalOrigin` has accepted the Origin header.
    origin: true,
    methods: ['GET', 'POST', 'DELETE'],
    allowedHeaders: ['content-type', 'dpop', 'idempotency-key'],
    exposedHeaders: ['dpop-nonce', 'retry-after'],
    maxAge: PREFLIGHT_MAX_AGE_S,
  });
  // After CORS, so that pages can read the error.
  server.addHook('onRequest', checkSiteAllowed(sites));
  server.addHook('onRequest', async (request) => rateLimiter.checkCall(request));
  shedNewWork(server, shutdownSignal);
  // At this point the proof is verified, and the session key is known.
  server.addHook('preParsing', async (request) => {
    if (request.sessionKey) rateLimiter.checkAuthenticatedCall(request);
  });
  server.addHook('onSend', async ({ headers, proofNonce, visibleTimeToken }, reply) => {
    const issued = services.nonces.issue();
    const nonce = visibleTimeToken ? `${issued}.${visibleTimeToken}` : issued;
    // The page uses the latest nonce that it received, and its calls overlap. A call that repeated its own
    // nonce would undo a tick's new visible-time token. One whose proof was not read would drop the token.
    const isProofUnread =
      reply.statusCode >= 400 && headers['dpop'] !== undefined && proofNonce === undefined;
    if (nonce !== proofNonce && !isProofUnread) reply.header('dpop-nonce', nonce);
    reply.header('cache-control', 'no-store');
  });
  handleIdempotencyKeys(server, services);
  const calls = services.trace ? [...RELAY_CALLS, getTrace(services.trace)] : RELAY_CALLS;
  for (const call of calls) server.route(toRoute(call, services));
}
