import { constants } from 'node:os';
import type { RunningProvider } from './start-provider.js';

/** Additional time after in-flight requests have ended, to close the database. */
const CLOSE_TIMEOUT_MS = 15_000;

/** SIGTERM and SIGINT drain and exit with 0. A second signal exits immediately. */
export function drainOnSignal(running: RunningProvider, graceSeconds: number): void {
  let isDraining = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (isDraining) process.exit(128 + constants.signals[signal]);
      isDraining = true;
      setTimeout(() => process.exit(1), graceSeconds * 1000 + CLOSE_TIMEOUT_MS).unref();
      void running.drain().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}
