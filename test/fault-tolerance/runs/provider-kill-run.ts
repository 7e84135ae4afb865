import { setTimeout } from 'node:timers/promises';
import { createSeededRandom } from '../../support/seeded-random.js';
import { addConnections } from '../environment/add-connections.js';
import { openProcessEnvironment, type ProcessEnvironment } from '../environment/process-environment.js';
import type { ServerProcess } from '../environment/server-process.js';
import { type ReportProgress, NO_PROGRESS } from './progress.js';
import type { StreamingPage } from '../environment/streaming-page.js';
import { ABANDONED_AFTER_MS } from '../environment/drain.js';

/** The crash points of the provider: around every step of a payment, of a rotation and of a consent. */
export const CRASH_POINTS = [
  'before quote.create',
  'after quote.create',
  'commit after quote.create',
  'before outgoingPayment.create',
  'after outgoingPayment.create',
  'commit after outgoingPayment.create',
  'after outgoingPayment.list',
  'commit after outgoingPayment.list',
  'before token.rotate',
  'after token.rotate',
  'commit after token.rotate',
  'before grant.continue',
  'after grant.continue',
  'commit after grant.continue',
];
const PAGE_COUNT = 8;
/** Milliseconds. */
const TICK_INTERVAL_MS = 50;
const MAX_LIFETIME_MS = 1_000;
/** Milliseconds to wait for a crash point. After that the provider is killed at its current point. */
const CRASH_TIMEOUT_MS = 6_000;

export interface KillRun {
  violations: string[];
  payments: number;
  events: number;
  /** The number of kills, by target and crash point. */
  kills: Map<string, number>;
  /** Milliseconds from the start of a provider's process until it listens, slowest last. */
  starts: number[];
}

/**
 * Kills provider, wallet or both `rounds` times while pages tick, restarts them, and checks all invariants
 * each time.
 */
export async function runProviderKills({
  rounds,
  seed,
  connections = 0,
  progress = NO_PROGRESS,
}: {
  rounds: number;
  seed: number;
  /** The number of additional open connections. */
  connections?: number;
  progress?: ReportProgress;
}): Promise<KillRun> {
  const random = createSeededRandom(seed);
  const environment = await openProcessEnvironment({ tick: TICK_INTERVAL_MS });
  const kills = new Map<string, number>();
  const starts: number[] = [];
  try {
    for (let count = 0; count < PAGE_COUNT; count += 1) await environment.openPage();
    await tickAllPages(environment)();
    if (connections > 0) addConnections(environment.databases.provider, connections);
    for (let round = 0; round < rounds; round += 1) {
      progress(`kill ${round + 1} of ${rounds}`);
      const stop = tickAllPages(environment);
      const killed = await killAndRestart(environment, random, round);
      kills.set(killed, (kills.get(killed) ?? 0) + 1);
      await stopTicking(environment, stop);
      starts.push(nodeOf(environment).startupMs);
      const violations = await environment.findViolations();
      if (violations.length > 0) return await result(violations.map((text) => `after ${killed}: ${text}`));
    }
    return await result([]);
  } finally {
    await environment.close();
  }

  async function result(violations: string[]): Promise<KillRun> {
    const { wallet } = await environment.collectState();
    const events = environment.pages.reduce((sum, page) => sum + page.events.length, 0);
    return {
      violations,
      payments: wallet.payments.length,
      events,
      kills,
      starts: starts.sort((a, b) => a - b),
    };
  }
}

/** Requests wait until the lease of a dead process expires, so the clock advances beyond it. */
async function stopTicking(environment: ProcessEnvironment, stop: () => Promise<void>): Promise<void> {
  const stopped = stop();
  while (!(await Promise.race([stopped.then(() => true), setTimeout(1_000, false)])))
    await environment.advance(ABANDONED_AFTER_MS);
}

/** Returns what was killed, once it runs again. */
async function killAndRestart(
  environment: ProcessEnvironment,
  random: () => number,
  round: number,
): Promise<string> {
  const kind = Math.floor(random() * 6);
  if (kind === 0) {
    await setTimeout(random() * MAX_LIFETIME_MS);
    await environment.wallet.kill();
    await environment.startWallet();
    return 'wallet';
  }
  if (kind === 1) {
    await setTimeout(random() * MAX_LIFETIME_MS);
    await Promise.all([environment.wallet.kill(), nodeOf(environment).kill()]);
    await Promise.all([environment.startWallet(), environment.startNode(0)]);
    return 'both';
  }
  if (kind === 2) {
    await setTimeout(random() * MAX_LIFETIME_MS);
    await nodeOf(environment).kill();
    await environment.startNode(0);
    return 'provider';
  }
  // Crash points in turn, so that a few rounds cover different ones.
  const step = CRASH_POINTS[round % CRASH_POINTS.length] as string;
  await nodeOf(environment).kill();
  await environment.startNode(0, {
    crashAt: { step, times: 1 + Math.floor(random() * 4), signal: 'SIGKILL' },
  });
  // A new visitor connects, so that consents are killed as well.
  const newcomer = step.startsWith('grant') ? environment.openPage().then((page) => page.tick()) : undefined;
  const died = await Promise.race([
    nodeOf(environment).ended.then(() => true),
    setTimeout(CRASH_TIMEOUT_MS, false),
  ]);
  if (!died) await nodeOf(environment).kill();
  await newcomer?.catch(() => undefined);
  await environment.startNode(0);
  return died ? step : `provider, ${step} not reached`;
}

function nodeOf({ nodes }: ProcessEnvironment): ServerProcess {
  return nodes[0] as ServerProcess;
}

/** All pages tick as fast as possible, until the returned function is called. */
export function tickAllPages({ pages, tick }: ProcessEnvironment): () => Promise<void> {
  let going = true;
  const goOn = async (page: StreamingPage) => {
    while (going) {
      await page.tick();
      await setTimeout(tick / 2);
    }
  };
  const all = pages.map(goOn);
  return async () => {
    going = false;
    await Promise.all(all);
  };
}
