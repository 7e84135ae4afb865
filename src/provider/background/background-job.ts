import { type Repeat, repeatByTimer } from '../core/repeat.js';

/**
 * Runs `work` immediately and then at the given interval. Runs never overlap.
 * @returns a function that stops the job and waits for the current run.
 */
export function startBackgroundJob(
  work: () => Promise<void>,
  intervalMs: number,
  repeat: Repeat = repeatByTimer,
): () => Promise<void> {
  let running: Promise<void> | undefined;
  const runOnce = () => {
    running ??= work().finally(() => (running = undefined));
  };
  runOnce();
  const stop = repeat(runOnce, intervalMs);
  return async () => {
    stop();
    await running;
  };
}
