/** How much longer `parse` takes, on average, for each of two doublings of the length of `make`'s texts: from n to 2n to 4n bytes. */
export function growth(parse: (text: string) => unknown, make: (length: number) => string): number {
  for (let length = SHORTEST; length <= LONGEST; length *= 2) {
    const time = measure(parse, make(4 * length));
    // Below that it is cheap, and what is measured is the garbage collector. What is super-linear gets above it.
    if (time > MEASURABLE_MS) return Math.sqrt(time / measure(parse, make(length)));
  }
  return 0;
}

const SHORTEST = 4 * 1024;
const LONGEST = 16 * 1024;
const MEASURABLE_MS = 25;

/** Milliseconds of the processor in the quickest of some runs, whatever else the machine does. Each has a text of its own, because V8 remembers how it has split one. */
function measure(parse: (text: string) => unknown, text: string): number {
  let best = Infinity;
  for (let run = 0; run < 4; run += 1) {
    const own = text + '!'.repeat(run);
    const begin = process.cpuUsage();
    try {
      parse(own);
    } catch {
      // A refusal costs, too.
    }
    const { user, system } = process.cpuUsage(begin);
    best = Math.min(best, (user + system) / 1_000);
  }
  return best;
}
