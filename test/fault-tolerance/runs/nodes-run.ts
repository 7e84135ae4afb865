import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { createSeededRandom } from '../../support/seeded-random.js';
import { CRASH_POINTS, tickAllPages } from './provider-kill-run.js';
import { type ReportProgress, NO_PROGRESS } from './progress.js';
import { openProcessEnvironment, type ProcessEnvironment } from '../environment/process-environment.js';
import type { ServerProcess } from '../environment/server-process.js';
import { waitFor } from '../../support/wait-for.js';

const NODE_COUNT = 3;
const PAGE_COUNT = 6;
/** Milliseconds. */
const TICK_INTERVAL_MS = 50;
const MAX_LIFETIME_MS = 1_000;
/** Longer than any lease of a stopped node. */
const LONGER_THAN_LEASE_MS = 61_000;
const STOP_TIMEOUT_MS = 6_000;

export interface NodesRun {
  violations: string[];
  payments: number;
  /** The number of kills and of stops, by crash point. */
  done: Map<string, number>;
}

/**
 * Three nodes run on one PostgreSQL, two of them behind a pooler if there is one. In each round one node is
 * killed, or stopped until others have taken over its work and then continued.
 */
export async function runNodes({
  rounds,
  seed,
  databaseUrl,
  progress = NO_PROGRESS,
  poolerUrl,
}: {
  rounds: number;
  seed: number;
  databaseUrl: string;
  progress?: ReportProgress;
  poolerUrl?: string | undefined;
}): Promise<NodesRun> {
  const random = createSeededRandom(seed);
  const environment = await openProcessEnvironment({
    ...{ tick: TICK_INTERVAL_MS, nodes: NODE_COUNT, databaseUrl },
    ...(poolerUrl !== undefined && { poolerUrl }),
  });
  const done = new Map<string, number>();
  try {
    for (let count = 0; count < PAGE_COUNT; count += 1) await environment.openPage();
    for (let round = 0; round < rounds; round += 1) {
      progress(`node ${round + 1} of ${rounds} is killed or stopped`);
      const stop = tickAllPages(environment);
      const index = Math.floor(random() * NODE_COUNT);
      const what =
        round % 4 === 0
          ? await killNode(environment, index, random)
          : await pauseNode(environment, index, random, round);
      done.set(what, (done.get(what) ?? 0) + 1);
      await setTimeout(4 * TICK_INTERVAL_MS);
      await resumeNodesDuring(environment, stop());
      const violations = await environment.findViolations();
      if (violations.length > 0) return await result(violations.map((text) => `after ${what}: ${text}`));
    }
    return await result([]);
  } finally {
    await environment.close();
  }

  async function result(violations: string[]): Promise<NodesRun> {
    return { violations, payments: (await environment.collectState()).wallet.payments.length, done };
  }
}

async function killNode(
  environment: ProcessEnvironment,
  index: number,
  random: () => number,
): Promise<string> {
  await setTimeout(random() * MAX_LIFETIME_MS);
  await environment.nodes[index]?.kill();
  await setTimeout(4 * TICK_INTERVAL_MS);
  await environment.startNode(index);
  return 'kill';
}

async function pauseNode(
  environment: ProcessEnvironment,
  index: number,
  random: () => number,
  round: number,
): Promise<string> {
  const step = CRASH_POINTS[round % CRASH_POINTS.length] as string;
  await environment.nodes[index]?.kill();
  await environment.startNode(index, {
    crashAt: { step, times: 1 + Math.floor(random() * 3), signal: 'SIGSTOP' },
  });
  const node = environment.nodes[index] as ServerProcess;
  const newcomer = step.includes('grant.') ? environment.openPage().then((page) => page.tick()) : undefined;
  const stopped = await waitFor(() => isStopped(node), step, { timeoutMs: STOP_TIMEOUT_MS }).catch(
    () => false,
  );
  // The other nodes take over its work …
  await environment.advance(LONGER_THAN_LEASE_MS);
  await setTimeout(20 * TICK_INTERVAL_MS);
  // … and then it continues.
  node.child.kill('SIGCONT');
  await resumeNodesDuring(
    environment,
    newcomer?.catch(() => undefined),
  );
  return stopped ? `stop at ${step}` : `no stop at ${step}`;
}

/**
 * Continues every stopped node until `work` ends: on a busy machine a node may stop after the run no longer
 * waits for that.
 */
async function resumeNodesDuring(
  { nodes }: ProcessEnvironment,
  work: Promise<unknown> | undefined,
): Promise<void> {
  const timer = setInterval(() => nodes.forEach(({ child }) => child.kill('SIGCONT')), 10 * TICK_INTERVAL_MS);
  try {
    await work;
  } finally {
    clearInterval(timer);
  }
}

function isStopped({ child }: ServerProcess): boolean {
  return / T /.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8'));
}
