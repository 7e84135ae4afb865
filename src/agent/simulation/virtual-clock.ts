import type { Platform } from '../platform.js';

/** Turns of the microtask queue that the agent gets after each timer: its longest chain of promises has less than half of them. */
const TURNS = 24;
/** And so often (real milliseconds) everybody else gets a turn, so that the page stays alive while hours pass. */
const BREATH = 30;

interface Timer {
  due: number;
  steps: () => void;
  /** Of the platform, while time passes by itself. */
  real: number | null;
}

/** The agent's clock in a simulation: it goes as the platform's does until it is stopped, and can be set forward through all that falls due. */
export class VirtualClock {
  readonly #base: Platform;
  readonly #timers = new Map<number, Timer>();
  /** Far from the platform's own, which the agent may hold from before. */
  #lastTimer = 1e9;
  #ahead = 0;
  /** While it stands. */
  #standing: number | null = null;
  #advancing = false;
  #turn: Promise<void> = Promise.resolve();

  constructor(base: Platform) {
    this.#base = { ...base };
  }

  now = (): number => this.#standing ?? this.#base.now() + this.#ahead;

  setTimeout = (steps: () => void, delay: number): number => {
    const timer = { due: this.now() + Math.max(0, delay), steps, real: null };
    this.#timers.set(++this.#lastTimer, timer);
    this.#arm(this.#lastTimer, timer);
    return this.#lastTimer;
  };

  clearTimeout = (id: number): void => {
    const timer = this.#timers.get(id);
    const real = timer ? timer.real : id;
    if (real !== null) this.#base.clearTimeout(real);
    this.#timers.delete(id);
  };

  get isStopped(): boolean {
    return this.#standing !== null && !this.#advancing;
  }

  /** Time passes only by `advance()` from now on; what is due at this moment still happens. */
  stop(at: number): void {
    this.#disarm();
    this.#standing = at;
    this.#armAll();
  }

  start(): void {
    this.#disarm();
    this.#ahead = this.now() - this.#base.now();
    this.#standing = null;
    this.#armAll();
  }

  /** Lets `milliseconds` pass at once: everything that falls due happens, in order, each at its time. */
  advance(milliseconds: number): Promise<void> {
    const turn = this.#turn.then(() => this.#advance(milliseconds));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #advance(milliseconds: number): Promise<void> {
    const wasStopped = this.#standing !== null;
    const end = this.now() + milliseconds;
    this.#disarm();
    this.#standing = this.now();
    this.#advancing = true;
    try {
      await this.#runUntil(end);
    } finally {
      this.#advancing = false;
      this.#standing = end;
      if (wasStopped) this.#armAll();
      else this.start();
    }
  }

  async #runUntil(end: number): Promise<void> {
    await this.#breathe();
    let breath = this.#base.now();
    for (let next = this.#nextUntil(end); next; next = this.#nextUntil(end)) {
      const [id, { due, steps }] = next;
      this.#timers.delete(id);
      this.#standing = Math.max(this.now(), due);
      steps();
      for (let turn = 0; turn < TURNS; turn++) await null;
      if (this.#base.now() - breath < BREATH) continue;
      await this.#breathe();
      breath = this.#base.now();
    }
  }

  #nextUntil(end: number): [number, Timer] | undefined {
    let first: [number, Timer] | undefined;
    for (const entry of this.#timers) {
      if (entry[1].due <= end && (!first || entry[1].due < first[1].due)) first = entry;
    }
    return first;
  }

  #breathe(): Promise<void> {
    return new Promise((resolve) => void this.#base.setTimeout(resolve, 0));
  }

  #arm(id: number, timer: Timer): void {
    const wait = timer.due - this.now();
    if (this.#advancing || (this.#standing !== null && wait > 0)) return;
    timer.real = this.#base.setTimeout(() => {
      this.#timers.delete(id);
      timer.steps();
    }, wait);
  }

  #armAll(): void {
    for (const [id, timer] of this.#timers) this.#arm(id, timer);
  }

  #disarm(): void {
    for (const timer of this.#timers.values()) {
      if (timer.real !== null) this.#base.clearTimeout(timer.real);
      timer.real = null;
    }
  }
}
