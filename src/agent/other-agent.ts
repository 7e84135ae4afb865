import { MonetizationEvent } from '../page-api/monetization-event.js';

/**
 * How the extension tells its part in the page of a payment. It does so, too, when that part is missing, because this script was there
 * first and `supports('monetization')` was true already.
 * https://github.com/interledger/web-monetization-extension/blob/main/src/content/polyfill.ts
 */
const TYPES = ['monetization', '__wm_ext_monetization'];

/** Calls back at a payment event that comes neither from this agent nor from a script of the page that uses its classes. */
export function observeOtherAgent(found: () => void): () => void {
  const hear = (event: Event): void => {
    if (event.type !== TYPES[0] || (!(event instanceof MonetizationEvent) && 'amountSent' in event)) found();
  };
  for (const type of TYPES) addEventListener(type, hear, true);
  return () => {
    for (const type of TYPES) removeEventListener(type, hear, true);
  };
}
