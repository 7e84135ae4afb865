import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import fc, { type IAsyncProperty } from 'fast-check';
import { type Progress, SILENT } from '../proof/progress.js';
import { PARSER_TARGETS } from './parser-targets.js';
import { openRelayTargets } from './relay-targets.js';

/** What fast-check tries to break. Whatever it thinks of, the property holds. */
export type FuzzTarget = IAsyncProperty<never> | IAsyncProperty<unknown>;

export interface FuzzRun {
  seconds: number;
  seed: number;
  /** As a failure has said it, `target:path`: only that is tried. */
  path?: string | undefined;
  progress?: Progress;
}

/** Milliseconds that one target has before it is the next one's turn: a call takes a thousand times as long as a parser. */
const PARSER_TURN = 100;
const CALL_TURN = 700;

/**
 * All targets in turns, until the time is over; the first that breaks ends it.
 * @throws with target, seed, path and the smallest input that breaks it.
 */
export async function runFuzz({ seconds, seed, path, progress = SILENT }: FuzzRun) {
  const relay = await openRelayTargets();
  const renew = async (): Promise<Record<string, FuzzTarget>> => ({
    ...PARSER_TARGETS,
    ...(await relay.renew()),
  });
  try {
    let targets = await renew();
    if (path !== undefined) return { inputs: await replay(targets, seed, path), targets: 1 };
    const end = performance.now() + seconds * 1_000;
    let inputs = 0;
    for (let round = seed; performance.now() < end; round += 1) {
      for (const [name, target] of Object.entries(targets)) {
        // The first round is always a whole one.
        if (round !== seed && performance.now() > end) break;
        progress(`${name}, after ${inputs} inputs`);
        inputs += await attack(name, target, round, name in PARSER_TARGETS ? PARSER_TURN : CALL_TURN);
        await setImmediate();
      }
      await relay.check();
      targets = await renew();
    }
    return { inputs, targets: Object.keys(targets).length };
  } finally {
    await relay.close();
  }
}

async function replay(targets: Record<string, FuzzTarget>, seed: number, place: string): Promise<number> {
  const [name = '', ...path] = place.split(':');
  const target = targets[name];
  assert.ok(target, `unknown target ${name}; there are ${Object.keys(targets).join(', ')}`);
  return attack(name, target, seed, 60_000, path.join(':'));
}

/** Answers how many inputs were tried. */
async function attack(
  name: string,
  target: FuzzTarget,
  seed: number,
  turn: number,
  path?: string,
): Promise<number> {
  const result = await fc.check(target as IAsyncProperty<unknown>, {
    seed,
    numRuns: 1e9,
    interruptAfterTimeLimit: turn,
    ...(path !== undefined && { path, numRuns: 1 }),
  });
  // Not even one input was tried in time: then it is not broken.
  if (result.failed && result.counterexample) {
    const where = `SEED=${seed} RUN_PATH='${name}:${result.counterexamplePath}'`;
    const report = `${String(result.errorInstance)}\n${fc.defaultReportMessage(result)}`;
    throw new Error(`${where}: ${report}`, { cause: result.errorInstance });
  }
  return result.numRuns;
}
