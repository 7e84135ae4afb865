import { randomInt } from 'node:crypto';
import underPressure from '@fastify/under-pressure';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { RelayProblem } from '../problem.js';
import type { Limits } from './limits.js';

/** Seconds; spread, so that those who are sent away do not all come back at once. */
const COME_BACK_AFTER = [3, 10] as const;

/**
 * While the event loop lags, or the provider is about to stop, the routes of `server` that begin something new answer 503. Payments, deletions and
 * what else had been begun go on.
 */
export async function shedNewWork(
  server: FastifyInstance,
  { maxLag }: Limits,
  stopping: AbortSignal,
): Promise<void> {
  server.addHook('onRequest', async (request) => {
    if (stopping.aborted) refuseNewWork(request);
  });
  await server.register(underPressure, {
    maxEventLoopDelay: maxLag,
    pressureHandler: async (request) => refuseNewWork(request),
  });
}

function refuseNewWork({ routeOptions }: FastifyRequest): void {
  if (routeOptions.config.isNewWork)
    throw new RelayProblem('provider-busy', undefined, { retryAfter: randomInt(...COME_BACK_AFTER) });
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** It begins something, and may wait when there is too much to do. */
    isNewWork?: boolean;
  }
}
