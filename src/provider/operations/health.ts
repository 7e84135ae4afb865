import type { FastifyInstance } from 'fastify';
import { RelayProblem } from '../core/relay-problem.js';
import type { Services } from '../core/services.js';
import { findMissingMigrations } from './find-missing-migrations.js';

/** A slower database is useless for a waiting page. */
const DATABASE_TIMEOUT_MS = 2_000;
const RETRY_AFTER_S = 5;

/**
 * Serves `/healthz`: restart the process if it fails. Serves `/readyz`: send no requests to this node if it
 * fails.
 */
export function serveHealth(server: FastifyInstance, services: Services): void {
  server.get('/healthz', QUIET_LOGGING, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send(ALIVE_RESPONSE),
  );
  server.get('/readyz', QUIET_LOGGING, async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    const reason = await findUnreadyReason(services);
    if (!reason) return READY_RESPONSE;
    throw new RelayProblem('provider-busy', reason, { retryAfter: RETRY_AFTER_S });
  });
}

/** Probed every few seconds, which would fill the log. */
const QUIET_LOGGING = { logLevel: 'warn' } as const;
const ALIVE_RESPONSE = { status: 'alive' };
const READY_RESPONSE = { status: 'ready' };

/** The reason why the provider is not ready, for its operator. */
async function findUnreadyReason({
  shutdownSignal,
  readAppliedMigrations,
  log,
}: Services): Promise<string | undefined> {
  if (shutdownSignal.aborted) return 'Not ready: shutting down.';
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(
      () => reject(new Error(`no response within ${DATABASE_TIMEOUT_MS} ms`)),
      DATABASE_TIMEOUT_MS,
    );
  });
  try {
    const missing = await Promise.race([findMissingMigrations({ readAppliedMigrations }), timeout]);
    return missing.length > 0 ? `Not ready: migrations ${missing.join(', ')} are missing.` : undefined;
  } catch (error) {
    // The error message may contain host and user names: only the log gets it.
    log.error({ err: error }, 'the database does not respond');
    return 'Not ready: the database does not respond.';
  } finally {
    clearTimeout(timer);
  }
}
