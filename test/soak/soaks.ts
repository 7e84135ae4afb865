import assert from 'node:assert/strict';
import { startSandbox } from '../../src/tools/start/start-sandbox.js';
import { findPostgres, WITHOUT_POSTGRES } from '../find-postgres.mjs';
import { runFuzz } from '../fuzz/fuzz-run.js';
import { runFaults } from '../fault-tolerance/runs/network-fault-run.js';
import { runProviderKills } from '../fault-tolerance/runs/provider-kill-run.js';
import { runModel } from '../fault-tolerance/runs/model-run.js';
import { runNodes } from '../fault-tolerance/runs/nodes-run.js';
import type { ReportProgress } from '../fault-tolerance/runs/progress.js';
import { freePorts } from '../support/free-ports.js';
import { startPostgresCluster } from '../support/postgres/postgres-cluster.js';
import { runBodies } from './runs/expensive-bodies-run.js';
import { runDrains } from './runs/drain-run.js';
import { MAX_SLOWDOWN_MS } from './requests/measure-latency.js';
import { runWalletKills } from './runs/wallet-kill-run.js';
import { runMalformedCalls } from './runs/malformed-calls-run.js';
import { runMalformedRequests } from './runs/malformed-requests-run.js';
import { runMemory } from './runs/memory-run.js';
import { runSlowloris } from './runs/slowloris-run.js';

export interface SoakOptions {
  seed: number;
  /** The size of the run. Default: defined by each soak. */
  count: number | undefined;
  /** The path of a failure of `model` or `fuzz`: runs only this case. */
  path: string | undefined;
  progress: ReportProgress;
}

export interface Soak {
  /** The time limit: several times the duration on two busy cores. */
  minutes: number;
  /**
   * @returns a summary.
   * @throws when a check fails.
   */
  run(options: SoakOptions): Promise<string>;
}

/** Runs that take too long for `npm test`. */
export const SOAKS: Record<string, Soak> = {
  malformed: {
    minutes: 15,
    async run({ seed, count = 10_000, progress }) {
      const { kinds, statuses } = await runMalformedRequests(count, seed, progress);
      return `${count} malformed requests of ${kinds} kinds: ${list(statuses)}; no 5xx, no money moved`;
    },
  },
  'malformed-relay': {
    minutes: 15,
    async run({ seed, count = 10_000, progress }) {
      const { kinds, statuses } = await runMalformedCalls(count, seed, progress);
      return `${count} malformed relay calls of ${kinds} kinds: ${list(statuses)}; no 5xx`;
    },
  },
  kill: {
    minutes: 20,
    async run({ seed, count = 100, progress }) {
      const { promised, made } = await runWalletKills(count, seed, progress);
      return `${count} kills: ${promised} payments with a 201, all made once; ${made} payments in all`;
    },
  },
  drain: {
    minutes: 20,
    async run({ seed, count = 50, progress }) {
      const sandbox = await startSandbox({ ports: await freePorts(), dataDirectory: null });
      const { paid, slowest } = await runDrains(sandbox, count, seed, progress).finally(() =>
        sandbox.close(),
      );
      return `${count} stops while pages pay: ${paid} payments, all delivered, none left open; slowest stop ${slowest.toFixed(0)} ms`;
    },
  },
  memory: {
    minutes: 30,
    async run({ count = 100_000, progress }) {
      const { early, late } = await runMemory(count, progress);
      assert.ok(late <= early * 1.25 + 16, `memory grew from ${early} to ${late} MiB`);
      return `${count} payments: ${early.toFixed(0)} MiB after the first fifth, ${late.toFixed(0)} MiB at the end`;
    },
  },
  slowloris: {
    minutes: 5,
    async run({ count = 1_000, progress }) {
      const { lastClosed, quiet, regular } = await runSlowloris(count, { progress });
      assert.ok(lastClosed <= 17_000, `the last socket was closed after ${lastClosed} ms`);
      assert.ok(regular <= quiet + MAX_SLOWDOWN_MS, `regular calls took ${regular} ms, ${quiet} before`);
      return `${count} sockets at a byte a second: all closed after ${(lastClosed / 1000).toFixed(1)} s; p99 of regular calls ${regular.toFixed(0)} ms, ${quiet.toFixed(0)} before`;
    },
  },
  bodies: {
    minutes: 5,
    async run({ count = 3_000, progress }) {
      const { quiet, attacked, statuses } = await runBodies(count, progress);
      assert.ok(attacked <= quiet + MAX_SLOWDOWN_MS, `regular calls took ${attacked} ms, ${quiet} before`);
      return `${count} expensive bodies, 100 a second from one address: ${list(statuses)}; p99 of regular calls ${attacked.toFixed(0)} ms, ${quiet.toFixed(0)} before`;
    },
  },
  fuzz: {
    minutes: 15,
    async run({ seed, count: seconds = 600, path, progress }) {
      const { inputs, targets } = await runFuzz({ seconds, seed, path, progress });
      return `${inputs} inputs for ${targets} parsers and relay calls in ${seconds} s, no property violated`;
    },
  },
  'provider-kill': {
    minutes: 60,
    async run({ seed, count = 100, progress }) {
      const { violations, payments, kills, starts } = await runProviderKills({
        ...{ rounds: count, seed, connections: 10_000, progress },
      });
      assert.deepEqual(violations, []);
      const slowest = (starts.at(-1) ?? 0) / 1000;
      return `${count} kills (${list(kills)}), ${payments} payments: none lost, none duplicated; slowest restart ${slowest.toFixed(1)} s`;
    },
  },
  model: {
    minutes: 90,
    async run({ seed, count = 200, path, progress }) {
      await runModel({ runs: count, seed, path, progress });
      return path === undefined
        ? `${count} random command sequences: no invariant violated`
        : `run ${path}: no invariant violated`;
    },
  },
  nodes: {
    minutes: 60,
    async run({ seed, count = 100, progress }) {
      const programs = findPostgres();
      if (programs === undefined) return `skipped. ${WITHOUT_POSTGRES}`;
      const cluster = await startPostgresCluster(programs);
      const { violations, payments, done } = await runNodes({
        ...{ rounds: count, seed, databaseUrl: cluster.url, progress },
      }).finally(() => cluster.close());
      assert.deepEqual(violations, []);
      return `${count} rounds: one of three nodes killed or stopped (${list(done)}), ${payments} payments: none lost, none duplicated`;
    },
  },
  faults: {
    minutes: 60,
    async run({ seed, count = 10_000, progress }) {
      const { violations, stuck, summary } = await runFaults({ payments: count, seed, progress });
      assert.deepEqual(violations, []);
      assert.deepEqual(stuck, []);
      return `${summary}: none lost, none duplicated, none stuck`;
    },
  },
};

function list(counts: ReadonlyMap<string | number, number>): string {
  return [...counts].map((entry) => entry.join(': ')).join(', ');
}
