import { delay, type Platform } from '../../agent/platform.js';
import type { Simulation } from '../../agent/simulation/simulation.js';
import { check } from '../../relay/simulated/check.js';
import type { LinkChoice } from '../control.js';
import { hasLink, noLink } from './links.js';

/** How long a link is waited for, in real milliseconds, unless a test says it; and how often it is looked for. */
const PATIENCE = 1_000;
const LOOK_AGAIN = 20;

/** Does something with a link as soon as it is there and the agent knows it. Rejects when it does not come in time. */
export async function withLink<Result>(
  platform: Platform,
  { link = null, timeout = PATIENCE }: LinkChoice,
  running: () => Promise<Simulation>,
  steps: (simulation: Simulation) => Result | Promise<Result>,
): Promise<Result> {
  check(timeout >= 0, 'timeout', timeout, 'milliseconds; 0 for no limit');
  const end = platform.now() + (timeout || Infinity);
  for (;;) {
    const simulation = await running();
    const isLate = platform.now() > end;
    const isThere = hasLink(document, link);
    try {
      if (isThere) return await steps(simulation);
    } catch (cause) {
      // The agent looks at a busy page a moment later.
      if (isLate || !/^Unknown link\b/.test((cause as Error).message)) throw cause;
    }
    if (isLate) throw new Error(`[wm-polyfill] ${noLink(document, link)} Waited ${timeout} ms.`);
    await delay(platform, LOOK_AGAIN);
  }
}
