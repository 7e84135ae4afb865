import { Totals, type CurrencyTotal } from '../../protocol/totals.js';
import type { ReceivedPayment } from '../control.js';

/** Writes down each `monetization` event of this window before the page hears of it. */
export class Received {
  readonly #payments: ReceivedPayment[] = [];

  /** Again and again: `document.open()` takes the listeners away. */
  readonly listen = (): void => addEventListener('monetization', this.#note, true);

  stop(): void {
    removeEventListener('monetization', this.#note, true);
    this.#payments.length = 0;
  }

  get payments(): ReceivedPayment[] {
    return [...this.#payments];
  }

  get totals(): CurrencyTotal[] {
    const totals = new Totals();
    for (const { amountSent } of this.#payments) totals.add(amountSent);
    return totals.list();
  }

  /** Whether the events in this currency add up to this value, however many zeros are written. */
  addUpTo(value: string, currency: string): boolean {
    const total = this.totals.find((each) => each.currency === currency)?.value ?? '0';
    return shortest(total) === shortest(value);
  }

  readonly #note = (event: Event): void => {
    const { amountSent, incomingPayment, walletAddress } = event as Event & Partial<ReceivedPayment>;
    // An event that the page has made itself.
    if (!amountSent || incomingPayment === undefined || walletAddress === undefined) return;
    const { currency, value } = amountSent;
    this.#payments.push({ amountSent: { currency, value }, incomingPayment, walletAddress });
  };
}

function shortest(decimal: string): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  return `${whole.replace(/^0+(?=\d)/, '')}.${fraction.replace(/0+$/, '')}`;
}
