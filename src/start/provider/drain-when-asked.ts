import { constants } from 'node:os';
import type { RunningProvider } from './start-provider.js';

/** Beyond the time that requests in flight have: closing a database, or one that does not let itself be closed. */
const CLOSING = 15_000;

/** SIGTERM and SIGINT drain and exit 0; a second one exits at once, as SIGKILL might at any time. */
export function drainWhenAsked(running: RunningProvider, graceSeconds: number): void {
  let asked = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(128 + constants.signals[signal]);
      asked = true;
      setTimeout(() => process.exit(1), graceSeconds * 1000 + CLOSING).unref();
      void running.drain().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
