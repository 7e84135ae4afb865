import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { type CustomTypesConfig, type PoolConfig, types } from 'pg';
import { DatabaseBusyError } from '../core/database-busy-error.js';
import { isOverloaded, isConnectionLost } from './classify-postgres-error.js';
import type { PoolCounts } from '../core/opened-database.js';
import { openHostPools } from './host-pools.js';

/**
 * int8, int2, int4 and numeric (the type of a sum of int8) become `bigint`, like SQLite's integers. For this
 * pool only, not for the process.
 */
const INTEGER_OIDS = new Set([20, 21, 23, 1700]);
const bigintTypes: CustomTypesConfig = {
  getTypeParser: (type, format) =>
    INTEGER_OIDS.has(type) && format !== 'binary' ? BigInt : types.getTypeParser(type, format),
};

/**
 * Connections to the PostgreSQL server at `url`. The current operation of a lost connection fails with a
 * DatabaseBusyError, and the connection is replaced. It never ends the process. `end()` waits for all earlier
 * operations.
 * @param config only client-side options: a pooler in transaction mode rejects session parameters, because it
 * keeps no sessions.
 */
export function createPostgresPool(
  url: string,
  config: Pick<PoolConfig, 'connectionTimeoutMillis' | 'query_timeout' | 'max'>,
): PostgresPool & { counts(): PoolCounts } {
  const hosts = openHostPools(url, {
    application_name: 'wm-provider',
    keepAlive: true,
    ...config,
    types: bigintTypes,
  });
  let activeClients = 0;
  let resolveIdle: (() => void) | undefined;

  function releaseClient(): void {
    activeClients -= 1;
    if (activeClients === 0) resolveIdle?.();
  }

  async function connect(): Promise<PostgresPoolClient> {
    activeClients += 1;
    const client = await hosts.connect().catch((cause: unknown) => {
      releaseClient();
      throw new DatabaseBusyError(cause);
    });
    let connectionError: DatabaseBusyError | undefined;
    const connection = {
      async query(text: string, values: readonly unknown[]) {
        if (connectionError) throw connectionError;
        try {
          const result = await client.query(text, values.map(toStorableText));
          if (text === 'COMMIT' && result.command !== 'COMMIT')
            throw new TypeError(
              'Nothing was committed: a query of the transaction failed, and its error was caught.',
            );
          return result;
        } catch (error) {
          if (isConnectionLost(error)) connectionError = new DatabaseBusyError(error);
          throw connectionError ?? (isOverloaded(error) ? new DatabaseBusyError(error) : error);
        }
      },
      release() {
        client.release(connectionError);
        releaseClient();
      },
    };
    // Kysely's type has a second overload of query(), for cursors, which are not used here.
    return connection as unknown as PostgresPoolClient;
  }

  async function end(): Promise<void> {
    if (activeClients > 0) await new Promise<void>((resolve) => (resolveIdle = resolve));
    await hosts.end();
  }

  return { connect, end, counts: hosts.counts };
}

/** Unlike SQLite, PostgreSQL cannot store U+0000 in text. Lone surrogates become U+FFFD in both. */
function toStorableText(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
}
