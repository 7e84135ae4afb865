import { Totals, type CurrencyTotal } from '../protocol/totals.js';

export { format } from './format.js';
export type { CurrencyTotal };

const DECIMAL = /^[0-9]+(\.[0-9]+)?$/;

/**
 * What `monetization` events, or amounts, add up to: one total for each currency, in the order in which the currencies appear. No digit is lost.
 * A total is an amount, too: `totals = sum([...totals, event])` counts on.
 * @throws TypeError for what is neither
 */
export function sum(
  payments: Iterable<CurrencyTotal | { readonly amountSent: CurrencyTotal }>,
): CurrencyTotal[] {
  const totals = new Totals();
  for (const payment of payments) totals.add(readAmount(payment));
  return totals.list();
}

function readAmount(payment: unknown): CurrencyTotal {
  const given = Object(payment);
  const { currency, value } = Object('amountSent' in given ? given.amountSent : given);
  if (typeof currency === 'string' && currency && typeof value === 'string' && DECIMAL.test(value))
    return { currency, value };
  throw new TypeError(
    `"payments" must hold monetization events, or amounts such as { currency: 'EUR', value: '0.01' }, got { currency: ${String(currency)}, value: ${String(value)} }`,
  );
}
