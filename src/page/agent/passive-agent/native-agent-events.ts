import { MonetizationEvent } from '../../api/monetization-event.js';
import { isDispatched } from '../core/platform.js';

/**
 * The content script of the extension sends `__wm_ext_monetization` to its script in the page after each
 * payment. It also does so when its page script did not start, because this polyfill made
 * `supports('monetization')` true first.
 * https://github.com/interledger/web-monetization-extension/blob/main/src/content/polyfill.ts
 */
export const PAYMENT_EVENTS: readonly string[] = ['monetization', '__wm_ext_monetization'];
export const NATIVE_AGENT_EVENTS: readonly string[] = [...PAYMENT_EVENTS, 'load', 'error'];

/**
 * Whether one of these events comes from neither the browser, nor this agent, nor a page script that uses its
 * classes.
 */
export function isNativeAgentEvent(event: Event): boolean {
  if (isLinkEvent(event)) return !event.isTrusted && !isDispatched(event);
  return event.type !== PAYMENT_EVENTS[0] || (!(event instanceof MonetizationEvent) && 'amountSent' in event);
}

/** The other ones report a payment. */
export function isLinkEvent({ type }: Event): boolean {
  return /^(load|error)$/.test(type);
}
