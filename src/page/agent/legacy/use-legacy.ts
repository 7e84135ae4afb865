import type { MonetizationState } from '../../api/document-monetization.js';
import type { LegacyContext } from './legacy-context.js';
import { loadLazyModule } from '../core/load-lazy-module.js';

/**
 * Loads support for the first version of Web Monetization, because the page uses this member of it.
 * @returns the state in that version; an estimate until the module has loaded.
 */
export function useLegacy(agent: LegacyContext, target: EventTarget, member: string): MonetizationState {
  if (!agent.legacyMembers.has(member))
    loadLazyModule(agent, 'legacy', ({ startLegacy }) => startLegacy(agent, target).warnDeprecated(member));
  agent.legacyMembers.add(member);
  if (agent.legacy) return agent.legacy.state;
  return agent.streaming.mayPay ? (agent.totals.list()[0] ? 'started' : 'pending') : 'stopped';
}

/** Scans for `<meta name="monetization">`, which is used in a page without monetization links. */
export function scanLegacy(agent: LegacyContext, target: EventTarget): void {
  if (agent.legacy) agent.legacy.scan();
  else if (!agent.sessions.byLink.size && document.head?.querySelector('meta[name="monetization" i]'))
    useLegacy(agent, target, 'meta');
}
