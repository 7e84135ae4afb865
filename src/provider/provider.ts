import fastify, { type FastifyInstance } from 'fastify';
import pino from 'pino';
import { serveClientWalletAddress } from './client-wallet-address.js';
import { serveConnectPage } from './connect/connect-page.js';
import { serveFinishPage } from './consent/finish-page.js';
import { createServices } from './create-services.js';
import type { ProviderOptions } from './options.js';
import { letConnectionsEnd } from './operations/let-connections-end.js';
import { measureRequests } from './operations/measure-requests.js';
import { serveHealth } from './operations/serve-health.js';
import { recoverOpenIntents } from './payments/recover-open-intents.js';
import { answerFailuresAsProblems, answerFrameworkError } from './problem-response.js';
import { serveRelay } from './relay-routes.js';

export { createMetrics, type Metrics } from './operations/metrics.js';
export type { Allowance, ProviderOptions, SandboxVisitor } from './options.js';

const BODY_LIMIT = 16 * 1024;

/**
 * A Web Monetization provider: relays the Open Payments flow for pages, holds every token, enforces every limit.
 * Not listening yet: call `listen()`, or `inject()` in tests.
 */
export async function createProvider(options: ProviderOptions): Promise<FastifyInstance> {
  const logger = options.logger ?? pino({ level: 'silent' });
  const server = fastify({
    loggerInstance: logger,
    bodyLimit: BODY_LIMIT,
    // So that closing does not wait for idle connections any longer than this.
    keepAliveTimeout: 5_000,
    trustProxy: options.trustProxy ?? false,
    // What comes over a connection that was there before is answered: it is the last that this connection carries.
    return503OnClosing: false,
    frameworkErrors: answerFrameworkError,
    routerOptions: { ignoreTrailingSlash: true },
  });
  const services = await createServices(options);
  server.addHook('onClose', () => services.close());
  if (services.sandbox)
    server.addHook('onSend', async (_request, reply) => void reply.header('wm-sandbox', 'true'));
  answerFailuresAsProblems(server);
  measureRequests(server, services.metrics);
  letConnectionsEnd(server, services.stopping);
  serveHealth(server, services);
  serveClientWalletAddress(server, services);
  await server.register((finish) => serveFinishPage(finish, services));
  await server.register((connect) => serveConnectPage(connect, services));
  await server.register((relay) => serveRelay(relay, services));
  server.addHook('onListen', () => recoverOpenIntents(services, server.log));
  return server;
}
