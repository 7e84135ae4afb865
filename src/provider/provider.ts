import fastify, { type FastifyInstance } from 'fastify';
import { serveVisitorAccountPages } from './account/account-page.js';
import { checkSandboxHost } from './authentication/check-host.js';
import { serveClientWalletAddress } from './keys/client-wallet-address.js';
import { serveConnectPage } from './connect/connect-page.js';
import { serveErrorPages } from './pages/error-pages.js';
import { serveFinishPage } from './wallet-grants/interaction/finish-page.js';
import { startRevocationJob } from './background/revocation-job.js';
import { serveProviderControlApi } from './control/control-api.js';
import { createServices } from './create-services.js';
import { checkRequestSize } from './limits/check-request-size.js';
import { closeUnusedConnections } from './operations/close-unused-connections.js';
import { createHttpServer } from './limits/http-server.js';
import { MAX_BODY_BYTES } from './limits/limits.js';
import { monitorEventLoop } from './limits/load-shedding.js';
import { parseStrictJson } from './limits/parse-strict-json.js';
import { rejectUnknownRoutes } from './limits/reject-unknown-routes.js';
import { staticSecurityHeaders, setSecurityHeaders } from '../server/security-headers.js';
import { serveOpenApi } from './open-api/open-api.js';
import type { ProviderOptions } from './services/options.js';
import { closeKeepAliveConnections } from './operations/close-keep-alive-connections.js';
import { measureOpenIntents } from './operations/measure-open-intents.js';
import { measureRequests } from './operations/measure-requests.js';
import { measureResources } from './operations/measure-resources.js';
import { serveHealth } from './operations/health.js';
import { detectRestoredDatabase, startHeartbeat } from './background/detect-restore.js';
import { startRecoveryJob } from './background/recovery-job.js';
import {
  setProblemHandlers,
  createClientErrorHandler,
  createFrameworkErrorHandler,
} from './problems/problem-response.js';
import { serveRelayRoutes } from './relay/routes.js';
import { startRetentionJob } from './background/retention-job.js';
import { traceRequests } from './trace/trace-requests.js';

export { DEFAULT_LIMITS, type ProviderLimits, type RateLimit } from './limits/limits.js';
export { createMetrics, type Metrics } from './operations/metrics.js';
export type { Allowance, SandboxVisitor } from './core/allowance.js';
export type { ProviderOptions } from './services/options.js';

/**
 * Creates a Web Monetization provider. It relays the Open Payments flow for pages, keeps all tokens and
 * enforces all limits. Call `listen()` to start it, or `inject()` in tests.
 * @throws TypeError for invalid options. Error if the database or a key cannot be opened.
 */
export async function createProvider(options: ProviderOptions): Promise<FastifyInstance> {
  const services = await createServices(options);
  const { origin, sandbox, limits } = services;
  const staticHeaders = staticSecurityHeaders(origin, sandbox);
  const server = fastify({
    loggerInstance: services.log,
    serverFactory: (listener) => createHttpServer(limits, listener),
    bodyLimit: MAX_BODY_BYTES,
    trustProxy: options.trustProxy ?? false,
    // While closing, requests on open connections are still processed. Each is the last on its connection.
    return503OnClosing: false,
    frameworkErrors: createFrameworkErrorHandler(origin, staticHeaders),
    clientErrorHandler: createClientErrorHandler(origin, staticHeaders),
    routerOptions: { ignoreTrailingSlash: true },
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    'application/json',
    { parseAs: 'buffer' },
    async (_request: unknown, body: Buffer) => parseStrictJson(body),
  );
  server.addHook('onClose', () => services.close());
  await setSecurityHeaders(server, origin);
  await monitorEventLoop(server, limits);
  if (sandbox) server.addHook('onSend', async (_request, reply) => void reply.header('wm-sandbox', 'true'));
  server.addHook('onRequest', checkRequestSize);
  if (sandbox) server.addHook('onRequest', checkSandboxHost(origin));
  server.addHook('onRequest', rejectUnknownRoutes);
  if (services.trace) traceRequests(server, services.trace);
  setProblemHandlers(server, origin);
  measureRequests(server, services.metrics);
  // Registered first, so that the query of measureOpenIntents does not count as a used connection.
  measureResources(services);
  measureOpenIntents(services);
  closeKeepAliveConnections(server, services.shutdownSignal);
  closeUnusedConnections(server);
  serveHealth(server, services);
  await serveOpenApi(server, origin);
  serveClientWalletAddress(server, services);
  await server.register((errors) => serveErrorPages(errors, services));
  await server.register((finish) => serveFinishPage(finish, services));
  await server.register((connect) => serveConnectPage(connect, services));
  await server.register((account) => serveVisitorAccountPages(account, services), { prefix: '/account' });
  const observe = await serveProviderControlApi(server, services);
  await server.register((relay) => {
    observe(relay);
    return serveRelayRoutes(relay, services);
  });
  // Before the first tick.
  server.addHook('onReady', () => detectRestoredDatabase(services));
  const stopJobs: (() => Promise<void>)[] = [];
  server.addHook('onListen', async () => {
    const background = [startHeartbeat, startRetentionJob, startRecoveryJob, startRevocationJob];
    stopJobs.push(...background.map((begin) => begin(services, options.repeat)));
  });
  server.addHook('onClose', async () => void (await Promise.all(stopJobs.map((stop) => stop()))));
  return server;
}
