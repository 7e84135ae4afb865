const MIN_INTERVAL_MS = 10_000;

/** A test can replace it to control time. */
export interface Clock {
  now(): number;
  setTimeout(callback: () => void, delay: number): number;
  clearTimeout(id: number | undefined): void;
}

export const systemClock: Clock = {
  now: () => performance.now(),
  setTimeout: (callback, delay) => window.setTimeout(callback, delay),
  clearTimeout: (id) => window.clearTimeout(id),
};

/**
 * The last announcement of all elements with the same clock, so that two elements do not announce the same
 * text.
 */
const lastAnnouncements = new WeakMap<Clock, { text: string; at: number }>();

/**
 * Announces at most one text per ten seconds, the latest, so that a stream of payments does not flood screen
 * readers.
 */
export class Announcements {
  readonly #speak: (text: string) => void;
  readonly #clock: () => Clock;
  #lastText: string | undefined;
  #lastAt = -Infinity;
  #timer: number | undefined;

  constructor(speak: (text: string) => void, clock: () => Clock) {
    this.#speak = speak;
    this.#clock = clock;
  }

  /** The first text is not announced, because a screen reader reads it in the page. */
  announce(text: string): void {
    this.stop();
    if (text === this.#lastText) return;
    if (this.#lastText === undefined) {
      this.#lastText = text;
      return;
    }
    const remainingMs = this.#lastAt + MIN_INTERVAL_MS - this.#clock().now();
    if (remainingMs > 0) this.#timer = this.#clock().setTimeout(() => this.#speakNow(text), remainingMs);
    else this.#speakNow(text);
  }

  stop(): void {
    this.#clock().clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** The next text counts as the first again. */
  reset(): void {
    this.stop();
    this.#lastText = undefined;
  }

  #speakNow(text: string): void {
    const clock = this.#clock();
    const at = clock.now();
    this.#lastText = text;
    this.#lastAt = at;
    const last = lastAnnouncements.get(clock);
    if (last?.text === text && at - last.at < MIN_INTERVAL_MS) return;
    lastAnnouncements.set(clock, { text, at });
    this.#speak(text);
  }
}
