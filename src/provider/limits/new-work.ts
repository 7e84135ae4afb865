import { randomInt } from 'node:crypto';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { RelayProblem } from '../problem.js';
import type { Limits } from './limits.js';

/** Seconds; spread, so that those who are sent away do not all come back at once. */
const COME_BACK_AFTER = [3, 10] as const;

/** Milliseconds between two looks at the event loop. */
const LOOK_EVERY = 1_000;

/** Watches the event loop; what {@link shedNewWork} acts on. */
export async function watchEventLoop(server: FastifyInstance, { maxLag }: Limits): Promise<void> {
  // Every request goes on: which of them may not, and what its answer needs before, is for the routes to say.
  await server.register(underPressure, {
    maxEventLoopDelay: maxLag,
    sampleInterval: LOOK_EVERY,
    pressureHandler: () => undefined,
  });
  server.decorate('isLagging', () => {
    const { eventLoopDelay } = server.memoryUsage();
    // One long stop between two looks leaves nothing measured, and the package takes that for endless.
    return (Number.isFinite(eventLoopDelay) ? eventLoopDelay : LOOK_EVERY) > maxLag;
  });
}

/**
 * While the event loop lags, or the provider is about to stop, the routes of `server` that begin something new answer 503. Payments, deletions and
 * what else had been begun go on.
 */
export function shedNewWork(server: FastifyInstance, stopping: AbortSignal): void {
  server.addHook('onRequest', async ({ routeOptions }) => {
    if (!routeOptions.config.isNewWork || !(stopping.aborted || server.isLagging())) return;
    throw new RelayProblem('provider-busy', undefined, { retryAfter: randomInt(...COME_BACK_AFTER) });
  });
}

declare module 'fastify' {
  interface FastifyInstance {
    /** The event loop is later than {@link Limits.maxLag} allows. */
    isLagging(): boolean;
  }
  interface FastifyContextConfig {
    /** It begins something, and may wait when there is too much to do. */
    isNewWork?: boolean;
  }
}
