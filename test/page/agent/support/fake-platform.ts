import type { Platform } from '../../../../src/page/agent/core/platform.js';
import type { PageVisibility } from '../../../../src/page/agent/core/page-visibility.js';

/** A clock that advances only when the test calls it. */
export class FakePlatform implements Platform {
  time = Date.parse('2026-01-01T00:00:00Z');
  randomValue = 0;
  readonly warnings: string[] = [];
  readonly #timers = new Map<number, { due: number; steps: () => void }>();
  #lastTimer = 0;

  now = (): number => this.time;
  random = (): number => this.randomValue;
  warn = (message: string): void => void this.warnings.push(message);

  setTimeout = (steps: () => void, delay: number): number => {
    this.#timers.set(++this.#lastTimer, { due: this.time + delay, steps });
    return this.#lastTimer;
  };

  clearTimeout = (timer: number): void => void this.#timers.delete(timer);

  get pendingTimerCount(): number {
    return this.#timers.size;
  }

  /** Advances the clock by `milliseconds`, and runs due timers in order. */
  async advance(milliseconds = 0): Promise<void> {
    const end = this.time + milliseconds;
    await flushTasks();
    for (let next = this.#nextUntil(end); next; next = this.#nextUntil(end)) {
      const [timer, { due, steps }] = next;
      this.#timers.delete(timer);
      this.time = Math.max(this.time, due);
      steps();
      await flushTasks();
    }
    this.time = end;
  }

  /** Advances the clock to the next timer, by at most `most` milliseconds. */
  async advanceToTimer(most: number): Promise<void> {
    const next = this.#nextUntil(this.time + most)?.[1].due ?? this.time + most;
    await this.advance(Math.max(next - this.time, 0));
  }

  #nextUntil(end: number): [number, { due: number; steps: () => void }] | undefined {
    return [...this.#timers]
      .filter(([, { due }]) => due <= end)
      .sort(([a, { due }], [b, other]) => due - other.due || a - b)[0];
  }
}

export class FakeVisibility implements PageVisibility {
  visible = true;
  readonly #listeners = new Set<() => void>();

  listen(): void {}

  observe(changed: () => void): () => void {
    this.#listeners.add(changed);
    return () => this.#listeners.delete(changed);
  }

  set(visible: boolean): void {
    this.visible = visible;
    for (const listener of [...this.#listeners]) listener();
  }
}

/** Lets all pending promises settle, and mutations be observed. */
export function flushTasks(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
