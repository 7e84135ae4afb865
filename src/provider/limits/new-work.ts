import { randomInt } from 'node:crypto';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance } from 'fastify';
import { RelayProblem } from '../problem.js';
import type { Limits } from './limits.js';

/** Seconds; spread, so that those who are sent away do not all come back at once. */
const COME_BACK_AFTER = [3, 10] as const;

/** Watches the event loop; what {@link shedNewWork} acts on. */
export async function watchEventLoop(server: FastifyInstance, { maxLag }: Limits): Promise<void> {
  // Every request goes on: which of them may not, and what its answer needs before, is for the routes to say.
  await server.register(underPressure, { maxEventLoopDelay: maxLag, pressureHandler: () => undefined });
}

/**
 * While the event loop lags, or the provider is about to stop, the routes of `server` that begin something new answer 503. Payments, deletions and
 * what else had been begun go on.
 */
export function shedNewWork(server: FastifyInstance, stopping: AbortSignal): void {
  server.addHook('onRequest', async ({ routeOptions }) => {
    if (!routeOptions.config.isNewWork || !(stopping.aborted || server.isUnderPressure())) return;
    throw new RelayProblem('provider-busy', undefined, { retryAfter: randomInt(...COME_BACK_AFTER) });
  });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** It begins something, and may wait when there is too much to do. */
    isNewWork?: boolean;
  }
}
