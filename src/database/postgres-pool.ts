import type { PostgresPool, PostgresPoolClient } from 'kysely';
import { type CustomTypesConfig, type PoolConfig, types } from 'pg';
import { DatabaseBusyError } from './database-busy-error.js';
import { isBusy, isConnectionLost } from './postgres-errors.js';
import { openHosts, type PoolCounts } from './postgres-hosts.js';

/** int8, int2, int4 and numeric, the type of a sum of int8: `bigint` like SQLite's integers. For this pool alone, not for the process. */
const INTEGERS = new Set([20, 21, 23, 1700]);
const integersAsBigint: CustomTypesConfig = {
  getTypeParser: (type, format) =>
    INTEGERS.has(type) && format !== 'binary' ? BigInt : types.getTypeParser(type, format),
};

/**
 * Connections to the PostgreSQL at `url`. A lost one fails what it was doing with a DatabaseBusyError and is replaced; it never ends the process.
 * `end()` waits for everything that was asked for before.
 * @param config nothing that a server would hear of at the start of a session: a pooler in transaction mode refuses that, for it keeps no sessions.
 */
export function createPostgresPool(
  url: string,
  config: Pick<PoolConfig, 'connectionTimeoutMillis' | 'query_timeout' | 'max'>,
): PostgresPool & { counts(): PoolCounts } {
  const hosts = openHosts(url, {
    application_name: 'wm-provider',
    keepAlive: true,
    ...config,
    types: integersAsBigint,
  });
  let asked = 0;
  let allFinished: (() => void) | undefined;

  function finish(): void {
    asked -= 1;
    if (asked === 0) allFinished?.();
  }

  async function connect(): Promise<PostgresPoolClient> {
    asked += 1;
    const client = await hosts.connect().catch((cause: unknown) => {
      finish();
      throw new DatabaseBusyError(cause);
    });
    let lost: DatabaseBusyError | undefined;
    const connection = {
      async query(text: string, values: readonly unknown[]) {
        if (lost) throw lost;
        try {
          const result = await client.query(text, values.map(storable));
          if (text === 'COMMIT' && result.command !== 'COMMIT')
            throw new TypeError(
              'Nothing was committed: a query of the transaction failed, and that was caught.',
            );
          return result;
        } catch (error) {
          if (isConnectionLost(error)) lost = new DatabaseBusyError(error);
          throw lost ?? (isBusy(error) ? new DatabaseBusyError(error) : error);
        }
      },
      release() {
        client.release(lost);
        finish();
      },
    };
    // Kysely's type has a second form of query(), for cursors, which nobody uses.
    return connection as unknown as PostgresPoolClient;
  }

  async function end(): Promise<void> {
    if (asked > 0) await new Promise<void>((resolve) => (allFinished = resolve));
    await hosts.end();
  }

  return { connect, end, counts: hosts.counts };
}

/** Its texts hold no U+0000, which SQLite's do. Half of a surrogate pair becomes U+FFFD in both already. */
function storable(value: unknown): unknown {
  return typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\uFFFD') : value;
}
