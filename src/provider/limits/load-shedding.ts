import { randomInt } from 'node:crypto';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { RelayProblem } from '../core/relay-problem.js';
import type { ProviderLimits } from './limits.js';

/** Seconds. Random, so that rejected clients do not all return at the same time. */
const RETRY_AFTER_RANGE_S = [3, 10] as const;

/** Interval of the event loop samples, in milliseconds. */
const SAMPLE_INTERVAL_MS = 1_000;

/** Monitors the event loop for {@link shedNewWork}. */
export async function monitorEventLoop(
  server: FastifyInstance,
  { maxEventLoopDelay: maxLag }: ProviderLimits,
): Promise<void> {
  // The plugin rejects nothing itself. Each route decides whether it is new work, and which headers its error
  // response needs.
  await server.register(underPressure, {
    maxEventLoopDelay: maxLag,
    sampleInterval: SAMPLE_INTERVAL_MS,
    pressureHandler: () => undefined,
  });
  server.decorate('isLagging', () => {
    const { eventLoopDelay } = server.memoryUsage();
    // A single long block leaves the sample empty, and the package reports that as infinite.
    return (Number.isFinite(eventLoopDelay) ? eventLoopDelay : SAMPLE_INTERVAL_MS) > maxLag;
  });
}

/**
 * While the event loop lags or the provider shuts down, routes of `server` that start new work respond with
 * 503. Payments, deletions and other work in progress continue.
 */
export function shedNewWork(server: FastifyInstance, stopping: AbortSignal): void {
  server.addHook('onRequest', async ({ routeOptions }) => {
    if (!routeOptions.config.isNewWork || !(stopping.aborted || server.isLagging())) return;
    throw new RelayProblem('provider-busy', undefined, { retryAfter: randomInt(...RETRY_AFTER_RANGE_S) });
  });
}

declare module 'fastify' {
  interface FastifyInstance {
    /** True while the event loop lags more than {@link ProviderLimits.maxEventLoopDelay}. */
    isLagging(): boolean;
  }
  interface FastifyContextConfig {
    /** The route starts new work, and may be rejected under load. */
    isNewWork?: boolean;
  }
}
