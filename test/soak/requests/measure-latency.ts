import { setTimeout } from 'node:timers/promises';

/** The maximum increase of a regular caller's p99 latency, in milliseconds. */
export const MAX_SLOWDOWN_MS = 50;

/** Calls repeatedly while `isGoingOn`. Returns the 99th percentile of the latencies in milliseconds. */
export async function measureLatencyP99(
  origin: string,
  pause: number,
  shouldContinue: () => boolean,
): Promise<number> {
  const took: number[] = [];
  while (shouldContinue()) {
    const begin = performance.now();
    await (await fetch(`${origin}/relay`)).text();
    took.push(performance.now() - begin);
    await setTimeout(pause);
  }
  return took.sort((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? NaN;
}

/** For {@link measureLatencyP99}: true for this number of milliseconds from now. */
export function forDuration(milliseconds: number): () => boolean {
  const end = performance.now() + milliseconds;
  return () => performance.now() < end;
}
