import { type Rule, SPECIFICATION } from '../rule.js';
import { findInScripts } from '../source.js';

/** `event.paymentPointer` is `event.walletAddress` by now. Who reads both is ready for all agents. */
export const deprecatedPaymentPointer: Rule = {
  id: 'deprecated-payment-pointer',
  fix: 'Read event.walletAddress ?? event.paymentPointer, until the older agents are gone.',
  spec: `${SPECIFICATION}#monetizationevent-interface`,
  find: ({ scripts }) =>
    findInScripts(
      scripts.filter(({ text }) => !/\bwalletAddress\b/.test(text)),
      /\bpaymentPointer\b/,
    ).map((place) => ({ ...place, message: 'The event’s paymentPointer is deprecated.' })),
};
