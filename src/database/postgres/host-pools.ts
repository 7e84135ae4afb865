import { type ClientBase, Pool, type PoolClient, type PoolConfig } from 'pg';
import { parsePostgresUrl } from './postgres-url.js';
import type { PoolCounts } from '../core/opened-database.js';

export interface HostPools {
  connect(): Promise<PoolClient>;
  counts(): PoolCounts;
  end(): Promise<void>;
}

/**
 * One pool per host of the URL. Connections come from the host that provided the last one, or from the next
 * host that provides one.
 */
export function openHostPools(url: string, config: PoolConfig): HostPools {
  const { urls, skipStandby } = parsePostgresUrl(url);
  const onConnect = skipStandby ? { onConnect: rejectStandby } : {};
  const pools = urls.map((connectionString) => openPool({ ...config, ...onConnect, connectionString }));
  let currentIndex = 0;

  async function connect(): Promise<PoolClient> {
    const failures: unknown[] = [];
    const firstIndex = currentIndex;
    for (let tried = 0; tried < pools.length; tried += 1) {
      const index = (firstIndex + tried) % pools.length;
      const pool = pools[index] as Pool;
      const isFull = pool.totalCount >= pool.options.max && pool.idleCount === 0;
      try {
        const client = await pool.connect();
        currentIndex = index;
        return client;
      } catch (error) {
        failures.push(error);
        // The host responds but is overloaded, so another host would not help.
        if (isFull) break;
      }
    }
    throw failures.length === 1 ? failures[0] : new AggregateError(failures);
  }

  const sum = (count: (pool: Pool) => number) => pools.reduce((total, pool) => total + count(pool), 0);
  return {
    connect,
    counts: () => ({
      inUse: sum((pool) => pool.totalCount - pool.idleCount),
      idle: sum((pool) => pool.idleCount),
      waiting: sum((pool) => pool.waitingCount),
    }),
    end: async () => void (await Promise.all(pools.map((pool) => pool.end()))),
  };
}

function openPool(config: PoolConfig): Pool {
  const pool = new Pool(config);
  // A query on a lost connection gets the error itself. Without a query, no action is needed: the next one
  // opens a new connection.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

async function rejectStandby(client: ClientBase): Promise<void> {
  const { rows } = await client.query('SHOW transaction_read_only');
  if (rows[0].transaction_read_only === 'on') throw new Error('it is read-only: a standby');
}
