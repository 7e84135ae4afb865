import { setTimeout } from 'node:timers/promises';
import { seededRandom } from '../support/wallet-random.js';
import { addConnections } from './add-connections.js';
import { openProcessWorld, type ProcessWorld } from './process-world.js';
import type { ProofProcess } from './process.js';
import { type Progress, SILENT } from './progress.js';
import type { ProofPage } from './proof-page.js';
import { ABANDONED } from './quiesce.js';

/** Where the provider dies: around every step of a payment, of a rotation and of a consent. */
export const CRASH_POINTS = [
  'quote.create asked',
  'quote.create answered',
  'committed after quote.create',
  'outgoingPayment.create asked',
  'outgoingPayment.create answered',
  'committed after outgoingPayment.create',
  'outgoingPayment.list answered',
  'committed after outgoingPayment.list',
  'token.rotate asked',
  'token.rotate answered',
  'committed after token.rotate',
  'grant.continue asked',
  'grant.continue answered',
  'committed after grant.continue',
];
const PAGES = 8;
/** Milliseconds. */
const TICK = 50;
const LONGEST_LIFE = 1_000;
/** A step that does not come in this time was not on the way: the provider is killed where it is. */
const PATIENCE = 6_000;

export interface KillRun {
  violations: string[];
  payments: number;
  events: number;
  /** Kills by what was killed and where. */
  kills: Map<string, number>;
  /** Milliseconds from the start of a provider's process until it listens, slowest last. */
  starts: number[];
}

/** Kills provider, wallet or both `rounds` times while pages tick, starts them again, and checks everything each time. */
export async function runProviderKills({
  rounds,
  seed,
  connections = 0,
  progress = SILENT,
}: {
  rounds: number;
  seed: number;
  /** So many open ones there are besides. */
  connections?: number;
  progress?: Progress;
}): Promise<KillRun> {
  const random = seededRandom(seed);
  const world = await openProcessWorld({ tick: TICK });
  const kills = new Map<string, number>();
  const starts: number[] = [];
  try {
    for (let count = 0; count < PAGES; count += 1) await world.openPage();
    await tickAll(world)();
    if (connections > 0) addConnections(world.books.provider, connections);
    for (let round = 0; round < rounds; round += 1) {
      progress(`kill ${round + 1} of ${rounds}`);
      const stop = tickAll(world);
      const killed = await killSomething(world, random, round);
      kills.set(killed, (kills.get(killed) ?? 0) + 1);
      await stopAll(world, stop);
      starts.push(nodeOf(world).startedIn);
      const violations = await world.violations();
      if (violations.length > 0) return await result(violations.map((text) => `after ${killed}: ${text}`));
    }
    return await result([]);
  } finally {
    await world.close();
  }

  async function result(violations: string[]): Promise<KillRun> {
    const { wallet } = await world.evidence();
    const events = world.pages.reduce((sum, page) => sum + page.events.length, 0);
    return {
      violations,
      payments: wallet.payments.length,
      events,
      kills,
      starts: starts.sort((a, b) => a - b),
    };
  }
}

/** A request that came while a dead process had claimed the work waits until the claim is over: let it be over. */
async function stopAll(world: ProcessWorld, stop: () => Promise<void>): Promise<void> {
  const stopped = stop();
  while (!(await Promise.race([stopped.then(() => true), setTimeout(1_000, false)])))
    await world.advance(ABANDONED);
}

/** Answers what was killed, when it runs again. */
async function killSomething(world: ProcessWorld, random: () => number, round: number): Promise<string> {
  const kind = Math.floor(random() * 6);
  if (kind === 0) {
    await setTimeout(random() * LONGEST_LIFE);
    await world.wallet.kill();
    await world.startWallet();
    return 'wallet';
  }
  if (kind === 1) {
    await setTimeout(random() * LONGEST_LIFE);
    await Promise.all([world.wallet.kill(), nodeOf(world).kill()]);
    await Promise.all([world.startWallet(), world.startNode(0)]);
    return 'both';
  }
  if (kind === 2) {
    await setTimeout(random() * LONGEST_LIFE);
    await nodeOf(world).kill();
    await world.startNode(0);
    return 'provider';
  }
  // The points in turn, so that few rounds see different ones.
  const step = CRASH_POINTS[round % CRASH_POINTS.length] as string;
  await nodeOf(world).kill();
  await world.startNode(0, {
    crashAt: { step, times: 1 + Math.floor(random() * 4), signal: 'SIGKILL' },
  });
  // Somebody new connects, so that consents are on the way, too.
  const newcomer = step.startsWith('grant') ? world.openPage().then((page) => page.tick()) : undefined;
  const died = await Promise.race([nodeOf(world).ended.then(() => true), setTimeout(PATIENCE, false)]);
  if (!died) await nodeOf(world).kill();
  await newcomer?.catch(() => undefined);
  await world.startNode(0);
  return died ? step : `provider, in vain waiting for ${step}`;
}

function nodeOf({ nodes }: ProcessWorld): ProofProcess {
  return nodes[0] as ProofProcess;
}

/** All pages tick as fast as they may, until the function that this answers is called. */
export function tickAll({ pages, tick }: ProcessWorld): () => Promise<void> {
  let going = true;
  const goOn = async (page: ProofPage) => {
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
