import { type ClientBase, Pool, type PoolClient, type PoolConfig } from 'pg';
import { readPostgresUrl } from './postgres-url.js';

/** Connections to a database, and who waits for one. */
export interface PoolCounts {
  inUse: number;
  idle: number;
  waiting: number;
}

export interface PostgresHosts {
  connect(): Promise<PoolClient>;
  counts(): PoolCounts;
  end(): Promise<void>;
}

/** A pool for each host of the URL. A connection comes from the host that the last one came from, or from the first after it that gives one. */
export function openHosts(url: string, config: PoolConfig): PostgresHosts {
  const { urls, passOverStandby } = readPostgresUrl(url);
  const onConnect = passOverStandby ? { onConnect: refuseStandby } : {};
  const pools = urls.map((connectionString) => openPool({ ...config, ...onConnect, connectionString }));
  let current = 0;

  async function connect(): Promise<PoolClient> {
    const failures: unknown[] = [];
    const first = current;
    for (let tried = 0; tried < pools.length; tried += 1) {
      const index = (first + tried) % pools.length;
      const pool = pools[index] as Pool;
      const isFull = pool.totalCount >= pool.options.max && pool.idleCount === 0;
      try {
        const client = await pool.connect();
        current = index;
        return client;
      } catch (error) {
        failures.push(error);
        // It is there and has much to do: another host is no better.
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
  // Its query is told when a connection is lost, and if there is none, nobody has to be: the next one opens another.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => void client.on('error', () => undefined));
  return pool;
}

async function refuseStandby(client: ClientBase): Promise<void> {
  const { rows } = await client.query('SHOW transaction_read_only');
  if (rows[0].transaction_read_only === 'on') throw new Error('it only reads: it is a standby');
}
