const AT_MOST_EACH = 10_000;

/** What a test replaces to move time. */
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

/** What any of a page's elements has said last, by its clock: two that show the same say it once. */
const said = new WeakMap<Clock, { text: string; at: number }>();

/** Lets at most one announcement through each ten seconds, the latest: a stream must not talk over the page. */
export class Announcements {
  readonly #say: (text: string) => void;
  readonly #clock: () => Clock;
  #heard: string | undefined;
  #heardAt = -Infinity;
  #waiting: number | undefined;

  constructor(say: (text: string) => void, clock: () => Clock) {
    this.#say = say;
    this.#clock = clock;
  }

  /** The first text is what the visitor finds anyway, so only what differs from it is said. */
  announce(text: string): void {
    this.stop();
    if (text === this.#heard) return;
    if (this.#heard === undefined) {
      this.#heard = text;
      return;
    }
    const wait = this.#heardAt + AT_MOST_EACH - this.#clock().now();
    if (wait > 0) this.#waiting = this.#clock().setTimeout(() => this.#utter(text), wait);
    else this.#utter(text);
  }

  stop(): void {
    this.#clock().clearTimeout(this.#waiting);
    this.#waiting = undefined;
  }

  /** What comes next is the first text again. */
  forget(): void {
    this.stop();
    this.#heard = undefined;
  }

  #utter(text: string): void {
    const clock = this.#clock();
    const at = clock.now();
    this.#heard = text;
    this.#heardAt = at;
    const last = said.get(clock);
    if (last?.text === text && at - last.at < AT_MOST_EACH) return;
    said.set(clock, { text, at });
    this.#say(text);
  }
}
