import { MonetizationCurrencyAmount } from '../page-api/monetization-currency-amount.js';
import { MonetizationEvent } from '../page-api/monetization-event.js';
import type { AgentContext } from './context.js';
import { usePart } from './parts.js';
import { isDispatched } from './platform.js';

/**
 * The second is how the extension tells its part in the page of a payment. It does so, too, when that part is missing, because this script
 * was there first and `supports('monetization')` was true already.
 * https://github.com/interledger/web-monetization-extension/blob/main/src/content/polyfill.ts
 */
export const PAYMENT_EVENTS = ['monetization', '__wm_ext_monetization'];
export const OTHERS_EVENTS = [...PAYMENT_EVENTS, 'load', 'error'];

/**
 * Where nothing real can move, the page sees one agent: what the other one tells of a link that this agent has taken is heard by nobody else.
 * Elsewhere two agents would pay twice, and the other one cannot be asked to stop.
 */
export function processOthersEvent(agent: AgentContext, event: Event): void {
  const isOfLink = /^(load|error)$/.test(event.type);
  if (isOfLink ? event.isTrusted || isDispatched(event) : !isOfOtherAgent(event)) return;
  if (agent.besideOther) {
    // The other agent may have found the link before this one.
    agent.scan();
    if (!agent.sessions.has(event.target as Element)) return;
    event.stopImmediatePropagation();
    noticeOther(agent, !isOfLink);
  } else if (!isOfLink) agent.yieldToOther('paid');
}

/** Another agent is here, and this one goes on. */
export function noticeOther(agent: AgentContext, pays?: boolean): void {
  agent.otherAgent ??= 'beside';
  agent.changed();
  usePart(agent, 'aside', ({ stayBeside }) =>
    stayBeside(agent, pays, [MonetizationEvent, MonetizationCurrencyAmount]),
  );
}

/** Whether a payment event comes neither from this agent nor from a script of the page that uses its classes. */
function isOfOtherAgent(event: Event): boolean {
  return event.type !== PAYMENT_EVENTS[0] || (!(event instanceof MonetizationEvent) && 'amountSent' in event);
}
