import { delay } from '../../page/agent/core/delay.js';
import type { Platform } from '../../page/agent/core/platform.js';
import type { Simulation } from '../../page/simulation/running/simulation-control.js';
import { assertAllowed } from '../../page/simulation/scenario/assert-allowed.js';
import type { LinkChoice } from '../control.js';
import { hasLink, missingLinkMessage } from './links.js';

/** Defaults, in real milliseconds. */
const LINK_TIMEOUT_MS = 1_000;
const POLL_INTERVAL_MS = 20;

/** Calls `action` as soon as the link exists and the agent knows it. Rejects after the timeout. */
export async function withLink<Result>(
  platform: Platform,
  { link = null, timeout = LINK_TIMEOUT_MS }: LinkChoice,
  getSimulation: () => Promise<Simulation>,
  action: (simulation: Simulation) => Result | Promise<Result>,
): Promise<Result> {
  assertAllowed(timeout >= 0, 'timeout', timeout, 'milliseconds; 0 for no limit');
  const end = platform.now() + (timeout || Infinity);
  for (;;) {
    const simulation = await getSimulation();
    const isLate = platform.now() > end;
    const isThere = hasLink(document, link);
    try {
      if (isThere) return await action(simulation);
    } catch (cause) {
      // On a busy page, the agent finds the link a moment later.
      if (isLate || !/^Unknown link\b/.test((cause as Error).message)) throw cause;
    }
    if (isLate) throw new Error(`[wm-polyfill] ${missingLinkMessage(document, link)} Waited ${timeout} ms.`);
    await delay(platform, POLL_INTERVAL_MS);
  }
}
