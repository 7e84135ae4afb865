import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { createMetricsServer } from '../../provider/operations/metrics-server.js';
import { createMetrics, createProvider, type ProviderOptions } from '../../provider/provider.js';
import { providerOptions } from './provider-options.js';
import type { ProviderSettings } from './settings.js';

/** Time for in-flight requests during shutdown. */
const IN_FLIGHT_TIMEOUT_MS = 10_000;

export interface RunningProvider {
  /**
   * Shuts down gracefully: fails readiness, stops listening, completes in-flight requests, and closes the
   * database.
   */
  drain(): Promise<void>;
}

/**
 * Starts the provider and its metrics server.
 * @param overrides for tests: options that the environment cannot set.
 * @throws Error if a port is taken, or the database or a key cannot be opened.
 */
export async function startProvider(
  settings: ProviderSettings,
  logger: FastifyBaseLogger,
  overrides: Partial<ProviderOptions> = {},
): Promise<RunningProvider> {
  const stopping = new AbortController();
  const metrics = createMetrics();
  const options = { ...providerOptions(settings), logger, metrics, shutdownSignal: stopping.signal };
  const provider = await createProvider({ ...options, ...overrides });
  const servers = [provider];
  try {
    if (settings.WM_METRICS_PORT !== null) {
      const metricsServer = createMetricsServer(metrics);
      servers.push(metricsServer);
      await listen(metricsServer, 'WM_METRICS_PORT', settings.WM_METRICS_HOST, settings.WM_METRICS_PORT);
    }
    await listen(provider, 'PORT', settings.HOST, settings.PORT);
  } catch (error) {
    for (const server of servers) await server.close();
    throw error;
  }
  return {
    async drain() {
      stopping.abort();
      await wait(settings.WM_DRAIN_SECONDS * 1000);
      const cutOffTimer = setTimeout(() => {
        logger.warn('in-flight requests took too long and are aborted');
        provider.server.closeAllConnections();
      }, IN_FLIGHT_TIMEOUT_MS);
      // The metrics server closes last, so that drained requests are counted, too.
      for (const server of servers) await server.close();
      clearTimeout(cutOffTimer);
    },
  };
}

async function listen(server: FastifyInstance, variable: string, host: string, port: number): Promise<void> {
  await server.listen({ host, port }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EADDRINUSE') throw cause;
    const fix = `Stop the process that uses it, or change ${variable}`;
    throw new Error(`Port ${port} of ${host} is taken. ${fix}`, { cause });
  });
}
