import { CurrencyTotals, type CurrencyTotal } from '../protocol/currency-totals.js';
import type { ReceivedPayment } from './control.js';

/** One total for each currency. */
export function sumPayments(payments: readonly ReceivedPayment[]): CurrencyTotal[] {
  const totals = new CurrencyTotals();
  for (const { amountSent } of payments) totals.add(amountSent);
  return totals.list();
}

/** Whether the payments in this currency add up to `value`. Leading and trailing zeros do not count. */
export function addsUpTo(payments: readonly ReceivedPayment[], value: string, currency: string): boolean {
  const total = sumPayments(payments).find((each) => each.currency === currency)?.value ?? '0';
  return normalizeDecimal(total) === normalizeDecimal(value);
}

function normalizeDecimal(decimal: string): string {
  const [whole = '', fraction = ''] = decimal.split('.');
  return `${whole.replace(/^0+(?=\d)/, '')}.${fraction.replace(/(?<!0)0+$/, '')}`;
}
