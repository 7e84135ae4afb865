import type { TimedPayment, ReceivedPayment } from '../control.js';

/** Records each `monetization` event of this window before the page receives it. */
export class PaymentRecorder {
  readonly #now: () => number;
  readonly #payments: TimedPayment[] = [];

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Can be called repeatedly, because `document.open()` removes the listeners. */
  readonly listen = (): void => addEventListener('monetization', this.#record, true);

  stop(): void {
    removeEventListener('monetization', this.#record, true);
    this.#payments.length = 0;
  }

  get payments(): TimedPayment[] {
    return [...this.#payments];
  }

  readonly #record = (event: Event): void => {
    const { amountSent, incomingPayment, walletAddress } = event as Event & Partial<ReceivedPayment>;
    // The page dispatched its own event of this name.
    if (!amountSent || incomingPayment === undefined || walletAddress === undefined) return;
    const { currency, value } = amountSent;
    const payment = { amountSent: { currency, value }, incomingPayment, walletAddress };
    this.#payments.push({ at: this.#now(), payment });
  };
}
