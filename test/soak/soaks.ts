import assert from 'node:assert/strict';
import { startSandbox } from '../../src/start/start-sandbox.js';
import { findPostgres, WITHOUT_POSTGRES } from '../find-postgres.mjs';
import { runFuzz } from '../fuzz/fuzz-run.js';
import { runFaults } from '../proof/fault-run.js';
import { runProviderKills } from '../proof/kill-run.js';
import { runModel } from '../proof/model.js';
import { runNodes } from '../proof/nodes-run.js';
import type { Progress } from '../proof/progress.js';
import { freePorts } from '../support/free-ports.js';
import { startPostgresCluster } from '../support/postgres-cluster.js';
import { runBodies } from './bodies-run.js';
import { runDrains } from './drain-run.js';
import { MOST_SLOWER } from './honest-caller.js';
import { runKills } from './kill-run.js';
import { runMalformedRelay } from './malformed-relay-run.js';
import { runMalformed } from './malformed-run.js';
import { runMemory } from './memory-run.js';
import { runSlowloris } from './slowloris-run.js';

export interface SoakOptions {
  seed: number;
  /** How much of it. Default: the soak's own. */
  count: number | undefined;
  /** Of a failure of `model` or `fuzz`: only that run. */
  path: string | undefined;
  progress: Progress;
}

export interface Soak {
  /** It fails when it takes longer: several times what it takes on two cores that it shares. */
  minutes: number;
  /** @returns what was seen. @throws when it was not what it should be. */
  run(options: SoakOptions): Promise<string>;
}

/** What takes too long for `npm test`. */
export const SOAKS: Record<string, Soak> = {
  malformed: {
    minutes: 15,
    async run({ seed, count = 10_000, progress }) {
      const { kinds, statuses } = await runMalformed(count, seed, progress);
      return `${count} malformed requests of ${kinds} kinds: ${list(statuses)}; no 5xx, no money moved`;
    },
  },
  'malformed-relay': {
    minutes: 15,
    async run({ seed, count = 10_000, progress }) {
      const { kinds, statuses } = await runMalformedRelay(count, seed, progress);
      return `${count} malformed relay calls of ${kinds} kinds: ${list(statuses)}; no 5xx`;
    },
  },
  kill: {
    minutes: 20,
    async run({ seed, count = 100, progress }) {
      const { promised, made } = await runKills(count, seed, progress);
      return `${count} kills: ${promised} payments promised, all made, once; ${made} made in all`;
    },
  },
  drain: {
    minutes: 20,
    async run({ seed, count = 50, progress }) {
      const sandbox = await startSandbox({ ports: await freePorts(), dataDirectory: null });
      const { paid, slowest } = await runDrains(sandbox, count, seed, progress).finally(() =>
        sandbox.close(),
      );
      return `${count} stops while pages pay: ${paid} payments, all told, none half done; the slowest took ${slowest.toFixed(0)} ms`;
    },
  },
  memory: {
    minutes: 30,
    async run({ count = 100_000, progress }) {
      const { early, late } = await runMemory(count, progress);
      assert.ok(late <= early * 1.25 + 16, `memory grew from ${early} to ${late} MiB`);
      return `${count} payments: ${early.toFixed(0)} MiB after the first fifth, ${late.toFixed(0)} MiB in the end`;
    },
  },
  slowloris: {
    minutes: 5,
    async run({ count = 1_000, progress }) {
      const { lastClosed, quiet, honest } = await runSlowloris(count, { progress });
      assert.ok(lastClosed <= 17_000, `the last socket was closed after ${lastClosed} ms`);
      assert.ok(honest <= quiet + MOST_SLOWER, `honest calls took ${honest} ms, and ${quiet} before`);
      return `${count} sockets at a byte a second: all closed after ${(lastClosed / 1000).toFixed(1)} s; p99 of honest calls ${honest.toFixed(0)} ms, ${quiet.toFixed(0)} before`;
    },
  },
  bodies: {
    minutes: 5,
    async run({ count = 3_000, progress }) {
      const { quiet, attacked, statuses } = await runBodies(count, progress);
      assert.ok(attacked <= quiet + MOST_SLOWER, `honest calls took ${attacked} ms, and ${quiet} before`);
      return `${count} of the worst bodies, 100 a second from one address: ${list(statuses)}; p99 of honest calls ${attacked.toFixed(0)} ms, ${quiet.toFixed(0)} before`;
    },
  },
  fuzz: {
    minutes: 15,
    async run({ seed, count: seconds = 600, path, progress }) {
      const { inputs, targets } = await runFuzz({ seconds, seed, path, progress });
      return `${inputs} inputs for ${targets} parsers and relay calls in ${seconds} s: each accepted for what it is or refused`;
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
      return `${count} kills (${list(kills)}), ${payments} payments: none lost, none twice; ready again after ${slowest.toFixed(1)} s at most`;
    },
  },
  model: {
    minutes: 90,
    async run({ seed, count = 200, path, progress }) {
      await runModel({ runs: count, seed, path, progress });
      return path === undefined
        ? `${count} runs of commands that fast-check thought of: no invariant broke`
        : `run ${path}: no invariant broke`;
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
      return `${count} nodes of three killed or stopped (${list(done)}), ${payments} payments: none lost, none twice`;
    },
  },
  faults: {
    minutes: 60,
    async run({ seed, count = 10_000, progress }) {
      const { violations, stuck, summary } = await runFaults({ payments: count, seed, progress });
      assert.deepEqual(violations, []);
      assert.deepEqual(stuck, []);
      return `${summary}: none lost, none twice, none stuck`;
    },
  },
};

function list(counts: ReadonlyMap<string | number, number>): string {
  return [...counts].map((entry) => entry.join(': ')).join(', ');
}
