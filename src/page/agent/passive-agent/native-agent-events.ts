/**
 * The content script of the extension sends `__wm_ext_monetization` to its script in the page after each
 * payment. It also does so when its page script did not start, because this polyfill made
 * `supports('monetization')` true first.
 * https://github.com/interledger/web-monetization-extension/blob/main/src/content/polyfill.ts
 */
export const PAYMENT_EVENTS: readonly string[] = ['monetization', '__wm_ext_monetization'];
export const NATIVE_AGENT_EVENTS: readonly string[] = [...PAYMENT_EVENTS, 'load', 'error'];
