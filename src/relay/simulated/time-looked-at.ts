import { nextWait } from '../../protocol/accrual.js';
import { waitAfter } from '../../protocol/wait-after.js';

/** Of what has accrued, no more than this (milliseconds) remains after a payment. */
const MOST_LEFT = 60_000;

/** How long the page was looked at and has not paid for it yet: all its links share it. */
export class TimeLookedAt {
  #unpaid: number;
  /** What this tick adds. */
  #added = 0;
  /** The last answer, and how long it said to wait. */
  #answered = { at: -Infinity, wait: 0 };

  /** @param ahead milliseconds that may be paid at first. */
  constructor(ahead: number) {
    this.#unpaid = ahead;
  }

  /** Milliseconds. */
  get unpaid(): number {
    return this.#unpaid + this.#added;
  }

  /** The page is looked at, and so it was while it waited. */
  tick(now: number): void {
    const { at, wait } = this.#answered;
    this.#added = Math.max(0, Math.min(now - at, wait));
  }

  /** @param delay milliseconds that what is paid has accrued for. */
  pay(delay: number): void {
    this.#unpaid = Math.min(this.unpaid - delay, MOST_LEFT);
    this.#added = 0;
  }

  /** The wallet gave no quote: what was due goes by, but no more than a minute of it. */
  skip(delay: number): void {
    this.#unpaid = Math.max(0, Math.min(this.unpaid, delay) - MOST_LEFT);
    this.#added = 0;
  }

  /** @returns how long the page is told to wait. */
  answer(dueIn: number, now: number): number {
    this.#unpaid = this.unpaid;
    this.#added = 0;
    const wait = nextWait(dueIn, this.#answered.wait);
    this.#answered = { at: now, wait };
    return wait;
  }

  refuse(code: string, now: number): void {
    this.#added = 0;
    const wait = waitAfter(code);
    if (wait > 0) this.#answered = { at: now, wait };
  }
}
