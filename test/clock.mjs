import { cpus } from 'node:os';
import { performance } from 'node:perf_hooks';

/** Seconds, and milliseconds of the processors: busy, and in all. */
export function clock() {
  const times = cpus().map(({ times }) => times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  const all = times.reduce((sum, time) => sum + Object.values(time).reduce((some, part) => some + part), 0);
  return { seconds: performance.now() / 1000, busy: all - idle, all };
}

export function since(start) {
  const now = clock();
  return Object.fromEntries(Object.entries(start).map(([name, value]) => [name, now[name] - value]));
}
