/**
 * How much longer `parse` takes for each of two doublings of the input length (n to 2n to 4n bytes), as a
 * geometric mean.
 */
export function measureGrowth(parse: (text: string) => unknown, make: (length: number) => string): number {
  for (let length = MIN_LENGTH; length <= MAX_LENGTH; length *= 2) {
    const time = measureMs(parse, make(4 * length));
    // Short runs mostly measure the garbage collector. A super-linear parser exceeds this time at a larger
    // length.
    if (time > MEASURABLE_MS) return Math.sqrt(time / measureMs(parse, make(length)));
  }
  return 0;
}

const MIN_LENGTH = 4 * 1024;
const MAX_LENGTH = 16 * 1024;
const MEASURABLE_MS = 25;

/**
 * Processor milliseconds of the fastest of several runs. Each run has a different text, because V8 caches the
 * results of splits.
 */
function measureMs(parse: (text: string) => unknown, text: string): number {
  let best = Infinity;
  for (let run = 0; run < 4; run += 1) {
    const own = text + '!'.repeat(run);
    const begin = process.cpuUsage();
    try {
      parse(own);
    } catch {
      // Errors have a cost, too.
    }
    const { user, system } = process.cpuUsage(begin);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}
