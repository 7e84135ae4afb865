import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import fc, { type IAsyncProperty } from 'fast-check';
import { type ReportProgress, NO_PROGRESS } from '../fault-tolerance/runs/progress.js';
import { PARSER_TARGETS } from './parser-targets.js';
import { openRelayTargets } from './relay-targets.js';

/** A property that must hold for every input of fast-check. */
export type FuzzTarget = IAsyncProperty<never> | IAsyncProperty<unknown>;

export interface FuzzRun {
  seconds: number;
  seed: number;
  /** The path from a failure message, `target:path`: runs only this case. */
  path?: string | undefined;
  progress?: ReportProgress;
}

/** The time slice of a target in milliseconds. A call takes a thousand times as long as a parser. */
const PARSER_TIME_MS = 100;
const CALL_TIME_MS = 700;

/**
 * Runs all targets in turn until the time is over or one fails.
 * @throws with target, seed, path and the smallest failing input.
 */
export async function runFuzz({ seconds, seed, path, progress = NO_PROGRESS }: FuzzRun) {
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
        // The first round always runs all targets.
        if (round !== seed && performance.now() > end) break;
        progress(`${name}, after ${inputs} inputs`);
        inputs += await fuzzTarget(
          name,
          target,
          round,
          name in PARSER_TARGETS ? PARSER_TIME_MS : CALL_TIME_MS,
        );
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
  assert.ok(target, `unknown target ${name}; known: ${Object.keys(targets).join(', ')}`);
  return fuzzTarget(name, target, seed, 60_000, path.join(':'));
}

/** Returns the number of inputs. */
async function fuzzTarget(
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
  // Without a counterexample, the time limit was reached before the first input. This is not a failure.
  if (result.failed && result.counterexample) {
    const where = `SEED=${seed} RUN_PATH='${name}:${result.counterexamplePath}'`;
    const report = `${String(result.errorInstance)}\n${fc.defaultReportMessage(result)}`;
    throw new Error(`${where}: ${report}`, { cause: result.errorInstance });
  }
  return result.numRuns;
}
