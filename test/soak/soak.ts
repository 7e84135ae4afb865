import assert from 'node:assert/strict';
import { runFaults } from '../proof/fault-run.js';
import { runProviderKills } from '../proof/kill-run.js';
import { runModel } from '../proof/model.js';
import { runNodes } from '../proof/nodes-run.js';
import { findPostgres, WITHOUT_POSTGRES } from '../find-postgres.mjs';
import { startPostgresCluster } from '../support/postgres-cluster.js';
import { startSandbox } from '../../src/start/start-sandbox.js';
import { freePorts } from '../support/free-ports.js';
import { runDrains } from './drain-run.js';
import { runKills } from './kill-run.js';
import { runMalformed } from './malformed-run.js';
import { runMalformedRelay } from './malformed-relay-run.js';
import { runMemory } from './memory-run.js';
import { runSlowloris } from './slowloris-run.js';

/** What takes too long for `npm test`. SEED repeats a run; COUNT makes it shorter or longer. */
const SOAKS: Record<string, (seed: number, count: number | undefined) => Promise<string>> = {
  async malformed(seed, count = 10_000) {
    const { kinds, statuses } = await runMalformed(count, seed);
    return `${count} malformed requests of ${kinds} kinds: ${[...statuses].map((entry) => entry.join(': ')).join(', ')}; no 5xx, no money moved`;
  },
  async 'malformed-relay'(seed, count = 10_000) {
    const { kinds, statuses } = await runMalformedRelay(count, seed);
    return `${count} malformed relay calls of ${kinds} kinds: ${[...statuses].map((entry) => entry.join(': ')).join(', ')}; no 5xx`;
  },
  async kill(seed, count = 100) {
    const { promised, made } = await runKills(count, seed);
    return `${count} kills: ${promised} payments promised, all made, once; ${made} made in all`;
  },
  async drain(seed, count = 50) {
    const sandbox = await startSandbox({ ports: await freePorts(), dataDirectory: null });
    const { paid, slowest } = await runDrains(sandbox, count, seed).finally(() => sandbox.close());
    return `${count} stops while pages pay: ${paid} payments, all told, none half done; the slowest took ${slowest.toFixed(0)} ms`;
  },
  async memory(_seed, count = 100_000) {
    const { early, late } = await runMemory(count, (line) => process.stdout.write(`memory: ${line}\n`));
    assert.ok(late <= early * 1.25 + 16, `memory grew from ${early} to ${late} MiB`);
    return `${count} payments: ${early.toFixed(0)} MiB after the first fifth, ${late.toFixed(0)} MiB in the end`;
  },
  async slowloris(_seed, count = 1_000) {
    const { lastClosed, honest } = await runSlowloris(count);
    assert.ok(lastClosed <= 17_000, `the last socket was closed after ${lastClosed} ms`);
    assert.ok(honest <= 250, `honest calls took ${honest} ms`);
    return `${count} sockets at a byte a second: all closed after ${(lastClosed / 1000).toFixed(1)} s; p99 of honest calls ${honest.toFixed(0)} ms`;
  },
  async 'provider-kill'(seed, count = 100) {
    const { violations, payments, kills, starts } = await runProviderKills({
      ...{ rounds: count, seed, connections: 10_000 },
    });
    assert.deepEqual(violations, []);
    const slowest = (starts.at(-1) ?? 0) / 1000;
    return `${count} kills (${[...kills].map((entry) => entry.join(': ')).join(', ')}), ${payments} payments: none lost, none twice; ready again after ${slowest.toFixed(1)} s at most`;
  },
  async model(seed, count = 200) {
    await runModel({ runs: count, seed });
    return `${count} runs of commands that fast-check thought of: no invariant broke`;
  },
  async nodes(seed, count = 100) {
    const programs = findPostgres();
    if (programs === undefined) return `skipped. ${WITHOUT_POSTGRES}`;
    const cluster = await startPostgresCluster(programs);
    const { violations, payments, done } = await runNodes({ rounds: count, seed, databaseUrl: cluster.url });
    await cluster.close();
    assert.deepEqual(violations, []);
    return `${count} nodes of three killed or stopped (${[...done].map((entry) => entry.join(': ')).join(', ')}), ${payments} payments: none lost, none twice`;
  },
  async faults(seed, count = 10_000) {
    const { violations, stuck, summary } = await runFaults({ payments: count, seed });
    assert.deepEqual(violations, []);
    assert.equal(stuck, 0);
    return `${summary}: none lost, none twice, none stuck`;
  },
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in SOAKS));
if (unknown.length > 0) {
  process.stderr.write(`soak: unknown ${unknown.join(', ')}; there are ${Object.keys(SOAKS).join(', ')}\n`);
  process.exit(2);
}
const seed = Number(process.env['SEED'] ?? Date.now() % 1e9);
const count = process.env['COUNT'] === undefined ? undefined : Number(process.env['COUNT']);
for (const [name, soak] of Object.entries(SOAKS)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  process.stdout.write(`${name}: SEED=${seed}\n${name}: ${await soak(seed, count)}\n`);
}
process.exit(0);
