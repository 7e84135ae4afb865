import { type Repeat, repeatByTimer } from './repeat.js';

/** Works at once and then every so many milliseconds, never twice at the same time. @returns stops it, and waits for the round that is under way. */
export function repeatedly(
  work: () => Promise<void>,
  every: number,
  repeat: Repeat = repeatByTimer,
): () => Promise<void> {
  let running: Promise<void> | undefined;
  const round = () => {
    running ??= work().finally(() => (running = undefined));
  };
  round();
  const stop = repeat(round, every);
  return async () => {
    stop();
    await running;
  };
}
