import fastify, { type FastifyInstance } from 'fastify';
import { serveAccountPages } from './account/account-page.js';
import { checkHost } from './checks/check-host.js';
import { serveClientWalletAddress } from './client-wallet-address.js';
import { serveConnectPage } from './connect/connect-page.js';
import { serveErrorPages } from './error-pages.js';
import { serveFinishPage } from './consent/finish-page.js';
import { cancelRepeatedly } from './consent/cancel-repeatedly.js';
import { serveControlApi } from './control/control-api.js';
import { createServices } from './create-services.js';
import { checkSize } from './limits/check-size.js';
import { closeUnusedConnections } from './limits/close-unused-connections.js';
import { createHttpServer } from './limits/http-server.js';
import { BODY_LIMIT } from './limits/limits.js';
import { watchEventLoop } from './limits/new-work.js';
import { parseJson } from './limits/parse-json.js';
import { refuseUnknownRoutes } from './limits/refuse-unknown-routes.js';
import { bareSecurityHeaders, setSecurityHeaders } from './limits/security-headers.js';
import { serveOpenApi } from './open-api/open-api.js';
import type { ProviderOptions } from './options.js';
import { letConnectionsEnd } from './operations/let-connections-end.js';
import { measureOpenIntents } from './operations/measure-open-intents.js';
import { measureRequests } from './operations/measure-requests.js';
import { measureResources } from './operations/measure-resources.js';
import { serveHealth } from './operations/serve-health.js';
import { findGap, findGapsRepeatedly } from './payments/find-gap.js';
import { recoverRepeatedly } from './payments/recover-repeatedly.js';
import {
  answerFailuresAsProblems,
  createClientErrorHandler,
  createFrameworkErrorHandler,
} from './problem-response.js';
import { serveRelay } from './relay-routes.js';
import { sweepRepeatedly } from './retention/sweep-repeatedly.js';
import { traceRequests } from './trace/trace-requests.js';

export { DEFAULT_LIMITS, type Limits, type Rate } from './limits/limits.js';
export { createMetrics, type Metrics } from './operations/metrics.js';
export type { Allowance, ProviderOptions, SandboxVisitor } from './options.js';

/**
 * A Web Monetization provider: relays the Open Payments flow for pages, holds every token, enforces every limit.
 * Not listening yet: call `listen()`, or `inject()` in tests.
 */
export async function createProvider(options: ProviderOptions): Promise<FastifyInstance> {
  const services = await createServices(options);
  const { origin, sandbox, limits } = services;
  const bareHeaders = bareSecurityHeaders(origin, sandbox);
  const server = fastify({
    loggerInstance: services.log,
    serverFactory: (listener) => createHttpServer(limits, listener),
    bodyLimit: BODY_LIMIT,
    trustProxy: options.trustProxy ?? false,
    // What comes over a connection that was there before is answered: it is the last that this connection carries.
    return503OnClosing: false,
    frameworkErrors: createFrameworkErrorHandler(origin, bareHeaders),
    clientErrorHandler: createClientErrorHandler(origin, bareHeaders),
    routerOptions: { ignoreTrailingSlash: true },
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => parseJson(body),
  );
  server.addHook('onClose', () => services.close());
  await setSecurityHeaders(server, origin);
  await watchEventLoop(server, limits);
  if (sandbox) server.addHook('onSend', async (_request, reply) => void reply.header('wm-sandbox', 'true'));
  server.addHook('onRequest', checkSize);
  if (sandbox) server.addHook('onRequest', checkHost(origin));
  server.addHook('onRequest', refuseUnknownRoutes);
  if (services.trace) traceRequests(server, services.trace);
  answerFailuresAsProblems(server, origin);
  measureRequests(server, services.metrics);
  // Before what asks the database itself.
  measureResources(services);
  measureOpenIntents(services);
  letConnectionsEnd(server, services.stopping);
  closeUnusedConnections(server);
  serveHealth(server, services);
  await serveOpenApi(server, origin);
  serveClientWalletAddress(server, services);
  await server.register((errors) => serveErrorPages(errors, services));
  await server.register((finish) => serveFinishPage(finish, services));
  await server.register((connect) => serveConnectPage(connect, services));
  await server.register((account) => serveAccountPages(account, services), { prefix: '/account' });
  const observe = await serveControlApi(server, services);
  await server.register((relay) => {
    observe(relay);
    return serveRelay(relay, services);
  });
  // Before the first tick.
  server.addHook('onReady', () => findGap(services));
  const stops: (() => Promise<void>)[] = [];
  server.addHook('onListen', async () => {
    const background = [findGapsRepeatedly, sweepRepeatedly, recoverRepeatedly, cancelRepeatedly];
    stops.push(...background.map((begin) => begin(services, options.repeat)));
  });
  server.addHook('onClose', async () => void (await Promise.all(stops.map((stop) => stop()))));
  return server;
}
