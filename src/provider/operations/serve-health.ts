import type { FastifyInstance } from 'fastify';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { findMissingMigrations } from './missing-migrations.js';

/** A database that takes longer is of no use to a page that waits. */
const DATABASE_TIMEOUT = 2_000;
const ASK_AGAIN_SECONDS = 5;

/** `/healthz`: this process lives, restart it otherwise. `/readyz`: send it requests, or send them elsewhere. */
export function serveHealth(server: FastifyInstance, services: Services): void {
  server.get('/healthz', QUIET, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send(ALIVE),
  );
  server.get('/readyz', QUIET, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    const obstacle = await findObstacle(services);
    if (!obstacle) return READY;
    throw new RelayProblem('provider-busy', obstacle, { retryAfter: ASK_AGAIN_SECONDS });
  });
}

/** Asked every few seconds: the log is for the rest. */
const QUIET = { logLevel: 'warn' } as const;
const ALIVE = { status: 'alive' };
const READY = { status: 'ready' };

/** What keeps the provider from serving, for its operator. */
async function findObstacle({ stopping, migrated, log }: Services): Promise<string | undefined> {
  if (stopping.aborted) return 'Not ready: it is shutting down.';
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer in ${DATABASE_TIMEOUT} ms`)), DATABASE_TIMEOUT);
  });
  try {
    const missing = await Promise.race([findMissingMigrations({ migrated }), tooLate]);
    return missing.length > 0 ? `Not ready: migrations ${missing.join(', ')} are missing.` : undefined;
  } catch (error) {
    // Its words may name hosts and users: they are for the log.
    log.error({ err: error }, 'the database does not answer');
    return 'Not ready: the database does not answer.';
  } finally {
    clearTimeout(timer);
  }
}
