import { MonetizationCurrencyAmount } from '../../api/monetization-currency-amount.js';
import { MonetizationEvent } from '../../api/monetization-event.js';
import type { NativeAgentContext } from '../core/context.js';
import { loadLazyModule } from '../core/load-lazy-module.js';
import { isDispatched } from '../core/platform.js';

type DetectingAgent = Pick<
  NativeAgentContext,
  'platform' | 'importModule' | 'coexisting' | 'nativeAgent' | 'notifyStateChange' | 'yieldToNativeAgent'
>;

interface ScannedAgent extends DetectingAgent {
  readonly sessions: { readonly byLink: Pick<ReadonlyMap<Element, unknown>, 'has'> };
  scan(): void;
}

/**
 * Where no real money can move, both agents run, but the page sees only this one: events of the native agent
 * at links of this agent are stopped. Elsewhere two agents would pay twice, and this script cannot stop the
 * native agent, so this agent yields.
 */
export function processNativeAgentEvent(agent: ScannedAgent, event: Event): void {
  const isLinkEvent = /^(load|error)$/.test(event.type);
  if (isLinkEvent ? event.isTrusted || isDispatched(event) : !isPaymentEvent(event)) return;
  if (agent.coexisting) {
    // The native agent may have processed the link before this agent has found it.
    agent.scan();
    if (!agent.sessions.byLink.has(event.target as Element)) return;
    event.stopImmediatePropagation();
    registerNativeAgent(agent, !isLinkEvent);
  } else if (!isLinkEvent) agent.yieldToNativeAgent('paid');
}

/** Stores that a native agent is present while this agent keeps running. */
export function registerNativeAgent(agent: DetectingAgent, pays?: boolean): void {
  agent.nativeAgent ??= 'coexisting';
  agent.notifyStateChange();
  loadLazyModule(agent, 'passive', ({ coexistWithNativeAgent }) =>
    coexistWithNativeAgent(agent, pays, [MonetizationEvent, MonetizationCurrencyAmount]),
  );
}

/** Whether a payment event comes from neither this agent nor a page script that uses its classes. */
function isPaymentEvent(event: Event): boolean {
  return event.type !== 'monetization' || (!(event instanceof MonetizationEvent) && 'amountSent' in event);
}
