import type { AgentContext } from './context.js';
import { endSession, initiateSession } from './session-flow.js';

const META = 'meta[name="monetization" i]';

/** What stays in wm.js of the first version of Web Monetization: it notices who speaks it, and loads the rest. */
export interface LegacyUse {
  /** Looks for `<meta name="monetization">`, which counts where there is no monetization link. */
  scan(): void;
  /** The page uses this member of the first version. */
  use(member: string): void;
}

export function createLegacyUse(agent: AgentContext, target: () => EventTarget): LegacyUse {
  const used = new Set<string>();
  const use = (member: string): void => {
    if (used.has(member)) return;
    used.add(member);
    agent.parts
      .legacy()
      .then(({ startLegacy }) => {
        if (agent.stopped) return;
        // Lent, because what it imports itself would be in the page twice.
        agent.legacy ??= startLegacy(agent, target(), { initiateSession, endSession });
        agent.legacy.deprecate(member);
      })
      .catch((cause: unknown) =>
        agent.platform.warn(
          `[wm-polyfill] wm-legacy.js could not be loaded. Put it beside wm.js. (${cause})`,
        ),
      );
  };
  return {
    use,
    scan() {
      if (agent.legacy) agent.legacy.scan();
      else if (agent.sessions.size === 0 && document.head?.querySelector(META)) use('meta');
    },
  };
}
