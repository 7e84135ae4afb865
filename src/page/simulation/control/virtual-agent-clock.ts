import type { Platform } from '../../agent/core/platform.js';

/**
 * Microtask turns to wait after each timer. The agent's longest promise chain needs less than half of them.
 */
const MICROTASK_TURNS = 24;
/** How often, in real time, `advance()` yields to the event loop, so that the page stays responsive. */
const YIELD_INTERVAL_MS = 30;

interface Timer {
  due: number;
  steps: () => void;
  /** Id of the platform's timer. Null while the clock is stopped. */
  real: number | null;
}

/**
 * The agent's clock in a simulation. It runs like the platform's clock until it is stopped. It can be
 * advanced, which runs every timer that falls due.
 */
export class VirtualAgentClock {
  readonly #platform: Platform;
  readonly #timers = new Map<number, Timer>();
  /** Starts high, so that ids do not collide with platform timers that the agent set before. */
  #lastTimer = 1e9;
  #offset = 0;
  /** The time at which the clock is stopped, or null. */
  #stoppedAt: number | null = null;
  #advancing = false;
  #lastAdvance: Promise<void> = Promise.resolve();

  constructor(base: Platform) {
    this.#platform = { ...base };
  }

  now = (): number => this.#stoppedAt ?? this.#platform.now() + this.#offset;

  setTimeout = (steps: () => void, delay: number): number => {
    const timer = { due: this.now() + Math.max(0, delay), steps, real: null };
    this.#timers.set(++this.#lastTimer, timer);
    this.#arm(this.#lastTimer, timer);
    return this.#lastTimer;
  };

  clearTimeout = (id: number): void => {
    const timer = this.#timers.get(id);
    const real = timer ? timer.real : id;
    if (real !== null) this.#platform.clearTimeout(real);
    this.#timers.delete(id);
  };

  get isStopped(): boolean {
    return this.#stoppedAt !== null && !this.#advancing;
  }

  /** Stops the clock. Timers that are due at this moment still run. */
  stop(at: number): void {
    this.#disarm();
    this.#stoppedAt = at;
    this.#armAll();
  }

  start(): void {
    this.#disarm();
    this.#offset = this.now() - this.#platform.now();
    this.#stoppedAt = null;
    this.#armAll();
  }

  /** Advances the time at once. Runs every timer that falls due, in order, each at its own time. */
  advance(milliseconds: number): Promise<void> {
    const advanced = this.#lastAdvance.then(() => this.#advance(milliseconds));
    this.#lastAdvance = advanced.catch(() => undefined);
    return advanced;
  }

  async #advance(milliseconds: number): Promise<void> {
    const wasStopped = this.#stoppedAt !== null;
    const end = this.now() + milliseconds;
    this.#disarm();
    this.#stoppedAt = this.now();
    this.#advancing = true;
    try {
      await this.#runUntil(end);
    } finally {
      this.#advancing = false;
      this.#stoppedAt = end;
      if (wasStopped) this.#armAll();
      else this.start();
    }
  }

  async #runUntil(end: number): Promise<void> {
    await this.#yieldToPage();
    let lastYield = this.#platform.now();
    for (let next = this.#nextTimerUntil(end); next; next = this.#nextTimerUntil(end)) {
      const [id, { due, steps }] = next;
      this.#timers.delete(id);
      this.#stoppedAt = Math.max(this.now(), due);
      steps();
      for (let turn = 0; turn < MICROTASK_TURNS; turn++) await null;
      if (this.#platform.now() - lastYield < YIELD_INTERVAL_MS) continue;
      await this.#yieldToPage();
      lastYield = this.#platform.now();
    }
  }

  #nextTimerUntil(end: number): [number, Timer] | undefined {
    let first: [number, Timer] | undefined;
    for (const entry of this.#timers) {
      if (entry[1].due <= end && (!first || entry[1].due < first[1].due)) first = entry;
    }
    return first;
  }

  #yieldToPage(): Promise<void> {
    return new Promise((resolve) => void this.#platform.setTimeout(resolve, 0));
  }

  #arm(id: number, timer: Timer): void {
    const wait = timer.due - this.now();
    if (this.#advancing || (this.#stoppedAt !== null && wait > 0)) return;
    timer.real = this.#platform.setTimeout(() => {
      this.#timers.delete(id);
      timer.steps();
    }, wait);
  }

  #armAll(): void {
    for (const [id, timer] of this.#timers) this.#arm(id, timer);
  }

  #disarm(): void {
    for (const timer of this.#timers.values()) {
      if (timer.real !== null) this.#platform.clearTimeout(timer.real);
      timer.real = null;
    }
  }
}
