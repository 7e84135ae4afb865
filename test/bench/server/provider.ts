import { join } from 'node:path';
import { findPostgres, WITHOUT_POSTGRES } from '../../find-postgres.mjs';
import { checkInvariants } from '../../fault-tolerance/invariants/check-invariants.js';
import { collectState } from '../../fault-tolerance/invariants/collect-state.js';
import { startPostgresCluster } from '../../support/postgres/postgres-cluster.js';
import { benchConnections } from './connections.js';
import { formatAgainstTarget } from '../format-result.js';
import { type BenchProcess, startBenchProcess } from './bench-process.js';
import type { StreamResult } from './visitors-process.js';

const VISITOR_COUNT = 2_000;
const TICK_INTERVAL_MS = 10_000;
const CONCURRENT_VISITORS = 24;
const THROUGHPUT_SECONDS = 10;

/** @param seconds the duration of the stream; `npm run bench provider 600` runs ten minutes. */
export async function benchProvider([seconds = '30']: string[] = []): Promise<string[]> {
  return [
    ...(await measureStreaming(Number(seconds))),
    ...(await compareThroughput()),
    ...(await benchConnections()),
  ];
}

/** 2,000 pages with one payment every ten seconds each, with wallets and pages on the same machine. */
async function measureStreaming(seconds: number): Promise<string[]> {
  const wallets = await startBenchProcess('wallets');
  // The initial wait of an agent, so that a cent is due on each tick.
  const provider = await startBenchProcess('provider', { ...wallets.addresses, tick: 2_000 });
  const visitors = await startVisitors(wallets, [provider], VISITOR_COUNT);
  const stream = await visitors.query<StreamResult>('stream', { interval: TICK_INTERVAL_MS, seconds });
  const memory = await provider.memory();
  for (const each of [visitors, provider, wallets]) await each.stop();

  const { provider: origin = '', dataDirectory = '' } = provider.addresses;
  const violations = checkInvariants(
    await collectState({
      origin,
      provider: join(dataDirectory, 'provider.db'),
      ledger: wallets.addresses['ledger'] as string,
    }),
  );
  const { '201': paid = 0, ...others } = stream.answers;
  const errors = Object.values(others).reduce((sum, each) => sum + each, 0);
  const { p50, p99, worst } = stream.lateness;
  const rate = (paid / stream.seconds).toFixed(0);
  return [
    formatAgainstTarget(
      `${VISITOR_COUNT} visitors, ${rate} payments/s for ${seconds} s: late p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)}, worst ${worst.toFixed(0)}`,
      'p99 ≤ 2 s',
      p99 <= 2_000,
    ),
    formatAgainstTarget(`errors: ${errors} ${errors ? JSON.stringify(others) : ''}`, '0', errors === 0),
    formatAgainstTarget(`invariants I1 to I8: ${violations.length} violations`, '0', violations.length === 0),
    ...violations.slice(0, 3),
    formatAgainstTarget(`provider: ${memory.toFixed(0)} MiB`, '≤ 300 MiB', memory <= 300),
  ];
}

/** Maximum throughput: SQLite, then one and three nodes on one PostgreSQL. */
async function compareThroughput(): Promise<string[]> {
  const rates = [`maximum payments/s: SQLite ${(await measureThroughput(1)).toFixed(0)}`];
  const programs = findPostgres();
  if (!programs) return [`${rates.join()}. ${WITHOUT_POSTGRES}`];
  for (const nodes of [1, 3]) {
    const cluster = await startPostgresCluster(programs);
    const rate = await measureThroughput(nodes, cluster.url);
    rates.push(`PostgreSQL, ${nodes === 1 ? '1 node' : `${nodes} nodes`}: ${rate.toFixed(0)}`);
    await cluster.close();
  }
  return [rates.join(', ')];
}

async function measureThroughput(nodes: number, databaseUrl?: string): Promise<number> {
  const wallets = await startBenchProcess('wallets');
  const { visitor } = wallets.addresses;
  const first = await startBenchProcess('provider', { visitor, databaseUrl });
  const { provider: origin, dataDirectory } = first.addresses;
  const providers = [first];
  while (providers.length < nodes)
    providers.push(await startBenchProcess('provider', { visitor, databaseUrl, origin, dataDirectory }));
  const visitors = await startVisitors(wallets, providers, CONCURRENT_VISITORS);
  await visitors.query('race', { seconds: THROUGHPUT_SECONDS / 4 });
  const rate = await visitors.query<number>('race', { seconds: THROUGHPUT_SECONDS });
  for (const each of [visitors, ...providers, wallets]) await each.stop();
  return rate;
}

async function startVisitors(
  wallets: BenchProcess,
  providers: BenchProcess[],
  count: number,
): Promise<BenchProcess> {
  const visitors = await startBenchProcess('visitors', {
    provider: providers[0]?.addresses['provider'],
    nodes: providers.map(({ addresses }) => addresses['node']),
    receiver: wallets.addresses['receiver'],
    visitors: count,
  });
  await visitors.query('connect');
  return visitors;
}
