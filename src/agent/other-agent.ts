import { MonetizationEvent } from '../page-api/monetization-event.js';

/**
 * The second is how the extension tells its part in the page of a payment. It does so, too, when that part is missing, because this script
 * was there first and `supports('monetization')` was true already.
 * https://github.com/interledger/web-monetization-extension/blob/main/src/content/polyfill.ts
 */
export const PAYMENT_EVENTS = ['monetization', '__wm_ext_monetization'];

/** Whether a payment event comes neither from this agent nor from a script of the page that uses its classes. */
export function isOfOtherAgent(event: Event): boolean {
  return event.type !== PAYMENT_EVENTS[0] || (!(event instanceof MonetizationEvent) && 'amountSent' in event);
}
