import { setTimeout as wait } from 'node:timers/promises';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { createMetricsServer } from '../../provider/operations/create-metrics-server.js';
import { createMetrics, createProvider, type ProviderOptions } from '../../provider/provider.js';
import { providerOptions } from './provider-options.js';
import type { Settings } from './settings.js';

/** What requests in flight may still take when the provider is asked to stop. */
const IN_FLIGHT = 10_000;

export interface RunningProvider {
  /** Ends without breaking off an answer: not ready, then not listening, then what is in flight, at last the database. */
  drain(): Promise<void>;
}

/**
 * The provider and its metrics, listening.
 * @param overrides for tests: what no environment may choose.
 * @throws Error when a port is taken, or the database or a key cannot be opened.
 */
export async function startProvider(
  settings: Settings,
  logger: FastifyBaseLogger,
  overrides: Partial<ProviderOptions> = {},
): Promise<RunningProvider> {
  const stopping = new AbortController();
  const metrics = createMetrics();
  const options = { ...providerOptions(settings), logger, metrics, stopping: stopping.signal };
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
      const cut = setTimeout(() => {
        logger.warn('requests in flight took too long and are cut off');
        provider.server.closeAllConnections();
      }, IN_FLIGHT);
      // The metrics go last: what was drained is counted, too.
      for (const server of servers) await server.close();
      clearTimeout(cut);
    },
  };
}

async function listen(server: FastifyInstance, variable: string, host: string, port: number): Promise<void> {
  await server.listen({ host, port }).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code !== 'EADDRINUSE') throw cause;
    const fix = `Stop what uses it, or set ${variable} to another`;
    throw new Error(`Port ${port} of ${host} is taken. ${fix}`, { cause });
  });
}
