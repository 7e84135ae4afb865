import type { Platform } from '../../agent/core/platform.js';

export interface AgentTimer {
  due: number;
  steps: () => void;
  /** Id of the platform's timer. Null while the clock is stopped. */
  real: number | null;
}

/** The agent's clock in a simulation. It runs like the platform's clock until the control stops it. */
export class AgentClock {
  readonly base: Platform;
  readonly timers: Map<number, AgentTimer> = new Map();
  offset = 0;
  /** The time at which the clock is stopped, or null. */
  stoppedAt: number | null = null;
  isAdvancing = false;
  /** Starts high, so that ids do not collide with platform timers that the agent set before. */
  #lastTimer = 1e9;

  constructor(platform: Platform) {
    this.base = { ...platform };
  }

  now = (): number => this.stoppedAt ?? this.base.now() + this.offset;

  setTimeout = (steps: () => void, delay: number): number => {
    const timer = { due: this.now() + Math.max(0, delay), steps, real: null };
    this.timers.set(++this.#lastTimer, timer);
    this.arm(this.#lastTimer, timer);
    return this.#lastTimer;
  };

  clearTimeout = (id: number): void => {
    const timer = this.timers.get(id);
    const real = timer ? timer.real : id;
    if (real !== null) this.base.clearTimeout(real);
    this.timers.delete(id);
  };

  wait = (milliseconds: number): Promise<void> =>
    new Promise((resolve) => void this.setTimeout(resolve, milliseconds));

  /** Sets the platform's timer, unless the clock is stopped before the timer is due. */
  arm(id: number, timer: AgentTimer): void {
    const wait = timer.due - this.now();
    if (this.isAdvancing || (this.stoppedAt !== null && wait > 0)) return;
    timer.real = this.base.setTimeout(() => {
      this.timers.delete(id);
      timer.steps();
    }, wait);
  }
}
