import { join } from 'node:path';
import { findPostgres, WITHOUT_POSTGRES } from '../find-postgres.mjs';
import { checkInvariants } from '../proof/check-invariants.js';
import { readEvidence } from '../proof/evidence.js';
import { startPostgresCluster } from '../support/postgres-cluster.js';
import { benchConnections } from './connections.js';
import { against } from './figures.js';
import { type BenchProcess, startProcess } from './processes.js';
import type { Stream } from './visitors-process.js';

const VISITORS = 2_000;
const INTERVAL = 10_000;
const RACERS = 24;
const RACE_SECONDS = 10;

/** @param seconds of the stream; `npm run bench provider 600` is ten minutes. */
export async function benchProvider([seconds = '30']: string[] = []): Promise<string[]> {
  return [...(await streamOn(Number(seconds))), ...(await race()), ...(await benchConnections())];
}

/** 2,000 pages that are paid once each ten seconds, with wallets and pages on the same machine. */
async function streamOn(seconds: number): Promise<string[]> {
  const wallets = await startProcess('wallets');
  // What an agent is told to wait at first: so much is due at each tick.
  const provider = await startProcess('provider', { ...wallets.directory, tick: 2_000 });
  const visitors = await startVisitors(wallets, [provider], VISITORS);
  const stream = await visitors.ask<Stream>('stream', { interval: INTERVAL, seconds });
  const memory = await provider.memory();
  for (const each of [visitors, provider, wallets]) await each.stop();

  const { provider: origin = '', dataDirectory = '' } = provider.directory;
  const violations = checkInvariants(
    await readEvidence({
      origin,
      provider: join(dataDirectory, 'provider.db'),
      ledger: wallets.directory['ledger'] as string,
    }),
  );
  const { '201': paid = 0, ...others } = stream.answers;
  const errors = Object.values(others).reduce((sum, each) => sum + each, 0);
  const { p50, p99, worst } = stream.lateness;
  const rate = (paid / stream.seconds).toFixed(0);
  return [
    against(
      `${VISITORS} visitors, ${rate} payments/s for ${seconds} s: late p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)}, worst ${worst.toFixed(0)}`,
      'p99 ≤ 2 s',
      p99 <= 2_000,
    ),
    against(`errors: ${errors} ${errors ? JSON.stringify(others) : ''}`, '0', errors === 0),
    against(`invariants I1 to I8: ${violations.length} violations`, '0', violations.length === 0),
    ...violations.slice(0, 3),
    against(`provider: ${memory.toFixed(0)} MiB`, '≤ 300 MiB', memory <= 300),
  ];
}

/** As fast as it goes: SQLite, then one and three nodes on one PostgreSQL. */
async function race(): Promise<string[]> {
  const rates = [`payments/s, as fast as it goes: SQLite ${(await raceOn(1)).toFixed(0)}`];
  const programs = findPostgres();
  if (!programs) return [`${rates.join()}. ${WITHOUT_POSTGRES}`];
  for (const nodes of [1, 3]) {
    const cluster = await startPostgresCluster(programs);
    const rate = await raceOn(nodes, cluster.url);
    rates.push(`PostgreSQL, ${nodes === 1 ? '1 node' : `${nodes} nodes`}: ${rate.toFixed(0)}`);
    await cluster.close();
  }
  return [rates.join(', ')];
}

async function raceOn(nodes: number, databaseUrl?: string): Promise<number> {
  const wallets = await startProcess('wallets');
  const { visitor } = wallets.directory;
  const first = await startProcess('provider', { visitor, databaseUrl });
  const { provider: origin, dataDirectory } = first.directory;
  const providers = [first];
  while (providers.length < nodes)
    providers.push(await startProcess('provider', { visitor, databaseUrl, origin, dataDirectory }));
  const visitors = await startVisitors(wallets, providers, RACERS);
  await visitors.ask('race', { seconds: RACE_SECONDS / 4 });
  const rate = await visitors.ask<number>('race', { seconds: RACE_SECONDS });
  for (const each of [visitors, ...providers, wallets]) await each.stop();
  return rate;
}

async function startVisitors(
  wallets: BenchProcess,
  providers: BenchProcess[],
  count: number,
): Promise<BenchProcess> {
  const visitors = await startProcess('visitors', {
    provider: providers[0]?.directory['provider'],
    nodes: providers.map(({ directory }) => directory['node']),
    receiver: wallets.directory['receiver'],
    visitors: count,
  });
  await visitors.ask('connect');
  return visitors;
}
