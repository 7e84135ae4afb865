import { setTimeout } from 'node:timers/promises';

/** So many milliseconds slower than in quiet times may an honest caller's slowest hundredth be. */
export const MOST_SLOWER = 50;

/** An honest caller asks again and again while `isGoingOn`. Answers the 99th percentile of what it took, in milliseconds. */
export async function callHonestly(origin: string, pause: number, isGoingOn: () => boolean): Promise<number> {
  const took: number[] = [];
  while (isGoingOn()) {
    const begin = performance.now();
    await (await fetch(`${origin}/relay`)).text();
    took.push(performance.now() - begin);
    await setTimeout(pause);
  }
  return took.sort((a, b) => a - b)[Math.floor(took.length * 0.99)] ?? NaN;
}

/** For {@link callHonestly}: for so many milliseconds from now. */
export function during(milliseconds: number): () => boolean {
  const end = performance.now() + milliseconds;
  return () => performance.now() < end;
}
