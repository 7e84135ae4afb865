import type { ProviderOptions } from './options.js';

/** Works at once and then every so many milliseconds, never twice at the same time. @returns stops it, and waits for the round that is under way. */
export function repeatedly(
  work: () => Promise<void>,
  every: number,
  repeat: ProviderOptions['repeat'] = repeatByTimer,
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

function repeatByTimer(work: () => void, milliseconds: number): () => void {
  const timer = setInterval(work, milliseconds).unref();
  return () => clearInterval(timer);
}
