import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '../support/wallet-random.js';
import { CRASH_POINTS, tickAll } from './kill-run.js';
import { type Progress, SILENT } from './progress.js';
import { openProcessWorld, type ProcessWorld } from './process-world.js';
import type { ProofProcess } from './process.js';

const NODES = 3;
const PAGES = 6;
/** Milliseconds. */
const TICK = 50;
const LONGEST_LIFE = 1_000;
/** Longer than any claim or lease of a node that has been stopped. */
const LONGER_THAN_A_CLAIM = 61_000;
const PATIENCE = 6_000;

export interface NodesRun {
  violations: string[];
  payments: number;
  /** How often a node was killed, or stopped and where. */
  done: Map<string, number>;
}

/** Of three nodes on one PostgreSQL, two of them behind a pooler if there is one, one is killed, or stopped until others have taken over its work and then let go on. */
export async function runNodes({
  rounds,
  seed,
  databaseUrl,
  progress = SILENT,
  poolerUrl,
}: {
  rounds: number;
  seed: number;
  databaseUrl: string;
  progress?: Progress;
  poolerUrl?: string | undefined;
}): Promise<NodesRun> {
  const random = seededRandom(seed);
  const world = await openProcessWorld({
    ...{ tick: TICK, nodes: NODES, databaseUrl },
    ...(poolerUrl !== undefined && { poolerUrl }),
  });
  const done = new Map<string, number>();
  try {
    for (let count = 0; count < PAGES; count += 1) await world.openPage();
    for (let round = 0; round < rounds; round += 1) {
      progress(`node ${round + 1} of ${rounds} that ends or stops`);
      const stop = tickAll(world);
      const index = Math.floor(random() * NODES);
      const what =
        round % 4 === 0 ? await killNode(world, index, random) : await pauseNode(world, index, random, round);
      done.set(what, (done.get(what) ?? 0) + 1);
      await setTimeout(4 * TICK);
      await whileAllGoOn(world, stop());
      const violations = await world.violations();
      if (violations.length > 0) return await result(violations.map((text) => `after ${what}: ${text}`));
    }
    return await result([]);
  } finally {
    await world.close();
  }

  async function result(violations: string[]): Promise<NodesRun> {
    return { violations, payments: (await world.evidence()).wallet.payments.length, done };
  }
}

async function killNode(world: ProcessWorld, index: number, random: () => number): Promise<string> {
  await setTimeout(random() * LONGEST_LIFE);
  await world.nodes[index]?.kill();
  await setTimeout(4 * TICK);
  await world.startNode(index);
  return 'kill';
}

async function pauseNode(
  world: ProcessWorld,
  index: number,
  random: () => number,
  round: number,
): Promise<string> {
  const step = CRASH_POINTS[round % CRASH_POINTS.length] as string;
  await world.nodes[index]?.kill();
  await world.startNode(index, {
    crashAt: { step, times: 1 + Math.floor(random() * 3), signal: 'SIGSTOP' },
  });
  const node = world.nodes[index] as ProofProcess;
  const newcomer = step.startsWith('grant') ? world.openPage().then((page) => page.tick()) : undefined;
  const patience = performance.now() + PATIENCE;
  while (!isStopped(node) && performance.now() < patience) await setTimeout(10);
  const stopped = isStopped(node);
  // What it was at is taken over by the others …
  await world.advance(LONGER_THAN_A_CLAIM);
  await setTimeout(20 * TICK);
  // … and now it goes on with it.
  node.child.kill('SIGCONT');
  await whileAllGoOn(
    world,
    newcomer?.catch(() => undefined),
  );
  return stopped ? `stop at ${step}` : `no stop at ${step}`;
}

/** Continues every stopped node until `work` ends: on a busy machine a node may stop after the run has ceased to wait for that. */
async function whileAllGoOn({ nodes }: ProcessWorld, work: Promise<unknown> | undefined): Promise<void> {
  const timer = setInterval(() => nodes.forEach(({ child }) => child.kill('SIGCONT')), 10 * TICK);
  try {
    await work;
  } finally {
    clearInterval(timer);
  }
}

function isStopped({ child }: ProofProcess): boolean {
  return / T /.test(readFileSync(`/proc/${child.pid}/stat`, 'utf8'));
}
