/** However fast amounts come, nobody reads more than twenty in a second. */
const BREATH = 50;

/** Lets one drawing through at a time, and the next one not at once. */
export class Pace {
  #last = -BREATH;

  async next(): Promise<void> {
    const wait = this.#last + BREATH - performance.now();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    this.#last = performance.now();
  }
}
