import type { MonetizationState } from '../../page-api/document-monetization.js';
import type { Payment } from '../../protocol/relay-messages.js';
import type { AgentContext } from '../context.js';
import type { LinkSession } from '../link-session.js';
import type { endSession, initiateSession } from '../session-flow.js';
import { deprecationOf } from './deprecations.js';
import { createMetaScan } from './meta.js';
import { LegacyMonetization } from './monetization-state.js';
import { findTag, mayBePaid, pointerOf } from './tag.js';

/** The first version of Web Monetization, for pages that still speak it. */
export interface Legacy {
  readonly state: MonetizationState;
  /** Looks at `<meta name="monetization">`, which counts only in a page without monetization links. */
  scan(): void;
  /** Something that the state depends on may have changed. */
  changed(): void;
  /** Money is on its way. */
  paid(session: LinkSession, payment: Payment): void;
  /** Says, once, what replaces a member that the page uses. */
  deprecate(member: string): void;
}

/** Begins at `stopped` and catches up, each step a task of its own, so that whoever listens hears the whole sequence. */
export function startLegacy(
  agent: AgentContext,
  target: EventTarget,
  // Lent by the agent.
  initiate: typeof initiateSession,
  end: typeof endSession,
): Legacy {
  if (agent.legacy) return agent.legacy;
  const monetization = new LegacyMonetization(target, agent.platform);
  const said = new Set<string>();
  const tell = (sentence: string): void => {
    if (said.has(sentence)) return;
    said.add(sentence);
    agent.platform.warn(`[wm-polyfill] ${sentence}`);
  };
  const scan = createMetaScan(agent, initiate, end, tell);
  const changed = (): void => {
    const session = findTag(agent, tell);
    monetization.follow(session);
    if (session && mayBePaid(agent, session)) monetization.resume(pointerOf(session));
    else monetization.pause();
  };

  const legacy: Legacy = {
    get state() {
      return monetization.state;
    },
    scan,
    changed,
    paid(session, { receiveAmount }) {
      changed();
      if (receiveAmount.value !== '0' && session === findTag(agent, tell)) monetization.pay(receiveAmount);
    },
    deprecate(member) {
      const sentence = deprecationOf(member);
      if (sentence) tell(sentence);
    },
  };
  agent.legacy = legacy;
  if (!agent.stopped) scan();
  changed();
  if (agent.unheard) legacy.paid(...agent.unheard);
  else if (agent.totals.list().length > 0) monetization.start();
  return legacy;
}
