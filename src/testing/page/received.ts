import type { HeardPayment, ReceivedPayment } from '../control.js';

/** Writes down each `monetization` event of this window before the page hears of it. */
export class Received {
  readonly #now: () => number;
  readonly #heard: HeardPayment[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Again and again: `document.open()` takes the listeners away. */
  readonly listen = (): void => addEventListener('monetization', this.#note, true);

  stop(): void {
    removeEventListener('monetization', this.#note, true);
    this.#heard.length = 0;
  }

  get heard(): HeardPayment[] {
    return [...this.#heard];
  }

  readonly #note = (event: Event): void => {
    const { amountSent, incomingPayment, walletAddress } = event as Event & Partial<ReceivedPayment>;
    // An event that the page has made itself.
    if (!amountSent || incomingPayment === undefined || walletAddress === undefined) return;
    const { currency, value } = amountSent;
    const payment = { amountSent: { currency, value }, incomingPayment, walletAddress };
    this.#heard.push({ at: this.#now(), payment });
  };
}
