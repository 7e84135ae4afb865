import { nextTickDelay } from '../../../protocol/compute-payment-amount-and-delay.js';
import { retryDelayFor } from '../../../protocol/retry-delay.js';

/** Maximum unpaid time that is kept after a payment. */
const MAX_UNPAID_MS = 60_000;

/** The visible time of the page that has not been paid yet, in milliseconds. All links share it. */
export class SimulatedVisibleTime {
  #unpaid: number;
  /** The time that the current tick adds. */
  #tickTime = 0;
  /** When the last answer was sent, and the delay that it contained. */
  #lastAnswer = { at: -Infinity, wait: 0 };

  /** @param ahead milliseconds that may be paid in advance. */
  constructor(ahead: number) {
    this.#unpaid = ahead;
  }

  get unpaid(): number {
    return this.#unpaid + this.#tickTime;
  }

  /** A tick shows that the page is visible, and that it was visible during the requested delay. */
  beginTick(now: number): void {
    const { at, wait } = this.#lastAnswer;
    this.#tickTime = Math.max(0, Math.min(now - at, wait));
  }

  /** @param delay milliseconds for which the paid amount has accrued. */
  pay(delay: number): void {
    this.#unpaid = Math.min(this.unpaid - delay, MAX_UNPAID_MS);
    this.#tickTime = 0;
  }

  /** Drops unpaid time after the wallet has refused a quote, but at most a minute of what was due. */
  skip(delay: number): void {
    this.#unpaid = Math.max(0, Math.min(this.unpaid, delay) - MAX_UNPAID_MS);
    this.#tickTime = 0;
  }

  /** @returns milliseconds that the page must wait before the next tick. */
  endTick(dueIn: number, now: number): number {
    this.#unpaid = this.unpaid;
    this.#tickTime = 0;
    const wait = nextTickDelay(dueIn, this.#lastAnswer.wait);
    this.#lastAnswer = { at: now, wait };
    return wait;
  }

  refuse(code: string, now: number): void {
    this.#tickTime = 0;
    const wait = retryDelayFor(code);
    if (wait > 0) this.#lastAnswer = { at: now, wait };
  }
}
