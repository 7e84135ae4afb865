import type { MonetizationState } from '../page-api/document-monetization.js';
import type { AgentContext } from './context.js';
import { usePart } from './parts.js';
import { mayPay } from './payment-streaming.js';
import { endSession, initiateSession } from './session-flow.js';

/**
 * The page uses this member of the first version of Web Monetization, which lies in a file of its own.
 * Answers that version's state, as far as it is known until the file is here.
 */
export function useLegacy(agent: AgentContext, target: EventTarget, member: string): MonetizationState {
  if (!agent.legacyMembers.has(member))
    usePart(agent, 'legacy', ({ startLegacy }) =>
      // Lent, because what it imports itself would be in the page twice.
      startLegacy(agent, target, initiateSession, endSession).deprecate(member),
    );
  agent.legacyMembers.add(member);
  if (agent.legacy) return agent.legacy.state;
  return mayPay(agent) ? (agent.totals.list()[0] ? 'started' : 'pending') : 'stopped';
}

/** `<meta name="monetization">` is such a member, where there is no monetization link. */
export function scanLegacy(agent: AgentContext, target: EventTarget): void {
  if (agent.legacy) agent.legacy.scan();
  else if (!agent.sessions.size && document.head?.querySelector('meta[name="monetization" i]'))
    useLegacy(agent, target, 'meta');
}
