import { MonetizationEvent } from '../page-api/monetization-event.js';
import type { Totals } from './totals.js';

/**
 * How the extension tells its part in the page of a payment. It does so, too, when that part is missing, because this script was there
 * first and `supports('monetization')` was true already.
 * https://github.com/interledger/web-monetization-extension/blob/main/src/content/polyfill.ts
 */
const EXTENSION_EVENT = '__wm_ext_monetization';

/** Calls back with each payment event that does not come from this agent, nor from a script of the page that uses its classes. */
export function observeOtherAgent(found: (event: Event) => void): () => void {
  const hear = (event: Event): void => {
    if (event.type === EXTENSION_EVENT || (!(event instanceof MonetizationEvent) && 'amountSent' in event)) {
      found(event);
    }
  };
  const types = ['monetization', EXTENSION_EVENT];
  for (const type of types) addEventListener(type, hear, true);
  return () => {
    for (const type of types) removeEventListener(type, hear, true);
  };
}

export function addPaymentOfOther(totals: Totals, event: Event): void {
  const { currency, value } = (event as Partial<MonetizationEvent>).amountSent ?? {};
  try {
    totals.add({ currency: String(currency), value: String(value) });
  } catch {
    // Not an amount: the other agent's business.
  }
}
