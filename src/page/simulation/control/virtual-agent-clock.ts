import type { AgentClock, AgentTimer } from '../running/agent-clock.js';

/**
 * Microtask turns to wait after each timer. The agent's longest promise chain needs less than half of them.
 */
const MICROTASK_TURNS = 24;
/** How often, in real time, `advance()` yields to the event loop, so that the page stays responsive. */
const YIELD_INTERVAL_MS = 30;

/** Stops, starts and advances the agent's clock. Advancing it runs every timer that falls due. */
export class VirtualAgentClock {
  readonly #clock: AgentClock;
  #lastAdvance: Promise<void> = Promise.resolve();

  constructor(clock: AgentClock) {
    this.#clock = clock;
  }

  now = (): number => this.#clock.now();

  /** Stops the clock. Timers that are due at this moment still run. */
  stop(at: number): void {
    this.#disarm();
    this.#clock.stoppedAt = at;
    this.#armAll();
  }

  start(): void {
    this.#disarm();
    this.#clock.offset = this.now() - this.#clock.base.now();
    this.#clock.stoppedAt = null;
    this.#armAll();
  }

  /** Advances the time at once. Runs every timer that falls due, in order, each at its own time. */
  advance(milliseconds: number): Promise<void> {
    const advanced = this.#lastAdvance.then(() => this.#advance(milliseconds));
    this.#lastAdvance = advanced.catch(() => undefined);
    return advanced;
  }

  async #advance(milliseconds: number): Promise<void> {
    const clock = this.#clock;
    const wasStopped = clock.stoppedAt !== null;
    const end = this.now() + milliseconds;
    this.#disarm();
    clock.stoppedAt = this.now();
    clock.isAdvancing = true;
    try {
      await this.#runUntil(end);
    } finally {
      clock.isAdvancing = false;
      clock.stoppedAt = end;
      if (wasStopped) this.#armAll();
      else this.start();
    }
  }

  async #runUntil(end: number): Promise<void> {
    const { base, timers } = this.#clock;
    await this.#yieldToPage();
    let lastYield = base.now();
    for (let next = this.#nextTimerUntil(end); next; next = this.#nextTimerUntil(end)) {
      const [id, { due, steps }] = next;
      timers.delete(id);
      this.#clock.stoppedAt = Math.max(this.now(), due);
      steps();
      for (let turn = 0; turn < MICROTASK_TURNS; turn++) await null;
      if (base.now() - lastYield < YIELD_INTERVAL_MS) continue;
      await this.#yieldToPage();
      lastYield = base.now();
    }
  }

  #nextTimerUntil(end: number): [number, AgentTimer] | undefined {
    let first: [number, AgentTimer] | undefined;
    for (const entry of this.#clock.timers) {
      if (entry[1].due <= end && (!first || entry[1].due < first[1].due)) first = entry;
    }
    return first;
  }

  #yieldToPage(): Promise<void> {
    return new Promise((resolve) => void this.#clock.base.setTimeout(resolve, 0));
  }

  #armAll(): void {
    for (const [id, timer] of this.#clock.timers) this.#clock.arm(id, timer);
  }

  #disarm(): void {
    for (const timer of this.#clock.timers.values()) {
      if (timer.real !== null) this.#clock.base.clearTimeout(timer.real);
      timer.real = null;
    }
  }
}
