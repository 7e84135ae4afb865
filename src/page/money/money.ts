import { CurrencyTotals, type CurrencyTotal } from '../../protocol/currency-totals.js';

export { format } from './format.js';
export type { CurrencyTotal };

const DECIMAL = /^[0-9]+(\.[0-9]+)?$/;

/**
 * Adds up `monetization` events or amounts. Returns one exact total per currency, in order of first
 * appearance. To add to existing totals: `totals = sum([...totals, event])`.
 * @throws TypeError if an item is neither an event nor an amount.
 */
export function sum(
  payments: Iterable<CurrencyTotal | { readonly amountSent: CurrencyTotal }>,
): CurrencyTotal[] {
  const totals = new CurrencyTotals();
  for (const payment of payments) totals.add(toCurrencyTotal(payment));
  return totals.list();
}

function toCurrencyTotal(payment: unknown): CurrencyTotal {
  const item = Object(payment);
  const { currency, value } = Object('amountSent' in item ? item.amountSent : item);
  if (typeof currency === 'string' && currency && typeof value === 'string' && DECIMAL.test(value))
    return { currency, value };
  throw new TypeError(
    `"payments" must contain monetization events or amounts such as { currency: 'EUR', value: '0.01' }. Received: { currency: ${String(currency)}, value: ${String(value)} }`,
  );
}
