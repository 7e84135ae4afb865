import { type CheckRule, SPECIFICATION_URL } from './rule.js';
import { findInScripts } from '../source/page-source.js';

/** `event.walletAddress` has replaced `event.paymentPointer`. Code that reads both works with all agents. */
export const deprecatedPaymentPointer: CheckRule = {
  id: 'deprecated-payment-pointer',
  fix: 'Read event.walletAddress ?? event.paymentPointer while older agents are in use.',
  spec: `${SPECIFICATION_URL}#monetizationevent-interface`,
  check: ({ scripts }) =>
    findInScripts(
      scripts.filter(({ text }) => !/\bwalletAddress\b/.test(text)),
      /\bpaymentPointer\b/,
    ).map((location) => ({ ...location, message: 'The event’s paymentPointer is deprecated.' })),
};
