import { Totals, type CurrencyTotal } from '../protocol/totals.js';
import type { ReceivedPayment } from './control.js';

/** One total for each currency. */
export function sumOf(payments: readonly ReceivedPayment[]): CurrencyTotal[] {
  const totals = new Totals();
  for (const { amountSent } of payments) totals.add(amountSent);
  return totals.list();
}

/** Whether the payments in this currency add up to this value, however many zeros are written. */
export function addsUpTo(payments: readonly ReceivedPayment[], value: string, currency: string): boolean {
  const total = sumOf(payments).find((each) => each.currency === currency)?.value ?? '0';
  return shortest(total) === shortest(value);
}

function shortest(decimal: string): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  return `${whole.replace(/^0+(?=\d)/, '')}.${fraction.replace(/(?<!0)0+$/, '')}`;
}
