import type { MonetizationState } from '../page-api/document-monetization.js';
import type { AgentContext } from './context.js';
import { mayPay } from './payment-streaming.js';
import { endSession, initiateSession } from './session-flow.js';

/** What stays in wm.js of the first version of Web Monetization: it notices who speaks it, and loads the rest. */
export interface LegacyUse {
  /** Looks for `<meta name="monetization">`, which counts where there is no monetization link. */
  scan(): void;
  /** The page uses this member of the first version, whose state is answered. */
  use(member: string): MonetizationState;
}

export function createLegacyUse(agent: AgentContext, target: () => EventTarget): LegacyUse {
  const used = new Set<string>();
  const use = (member: string): MonetizationState => {
    if (!used.has(member)) void deprecate(member);
    used.add(member);
    if (agent.legacy) return agent.legacy.state;
    // A first answer, until the file is here.
    return mayPay(agent) ? (agent.totals.list()[0] ? 'started' : 'pending') : 'stopped';
  };

  async function deprecate(member: string): Promise<void> {
    try {
      const { startLegacy } = await agent.parts.legacy();
      if (agent.stopped) return;
      // Lent, because what it imports itself would be in the page twice.
      agent.legacy ??= startLegacy(agent, target(), initiateSession, endSession);
      agent.legacy.deprecate(member);
    } catch (cause) {
      agent.platform.warn(`[wm-polyfill] wm-legacy.js could not be loaded. Put it beside wm.js. (${cause})`);
    }
  }

  return {
    use,
    scan() {
      if (agent.legacy) agent.legacy.scan();
      else if (!agent.sessions.size && document.head?.querySelector('meta[name=monetization i]')) use('meta');
    },
  };
}
