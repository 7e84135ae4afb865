import { setTimeout } from 'node:timers/promises';
import { waitFor } from '../wait-for.js';

/** A look costs two milliseconds of CPU time, so there are fewer than inside this process. */
const INTERVAL_MS = 25;

/** Evaluates a condition in a page until it holds, also across navigations, which make it throw. */
export function waitInBrowser<Value>(
  evaluate: () => Promise<Value>,
  message: string,
): Promise<Value | false> {
  return waitFor<Value | false>(() => evaluate().catch(() => false as const), message, {
    between: () => setTimeout(INTERVAL_MS),
  });
}
