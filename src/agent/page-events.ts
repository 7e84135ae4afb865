import {
  addEventListener,
  noticeContentAttributes,
  removeEventListener,
} from '../page-api/onmonetization-attribute.js';
import type { AgentContext } from './context.js';
import { answerFrame } from './enforce-policy.js';
import { MEDIA_EVENTS } from './media-scope.js';
import { isOfOtherAgent, PAYMENT_EVENTS } from './other-agent.js';
import { goOnOrPause } from './payment-streaming.js';
import { endSessionsForDocument } from './session-flow.js';

export interface PageEvents {
  /** Listens, again if need be: `document.open()` removes the listeners of a document and its window. */
  listen(): void;
  stop(): void;
}

/** Everything that the agent hears of on the window. `otherAgent`: somebody else pays on this page, too; null: let them. */
export function createPageEvents(agent: AgentContext, otherAgent: (() => void) | null): PageEvents {
  const listeners: [types: readonly string[], listener: (event: never) => void][] = [
    [['pagehide'], (event: PageTransitionEvent) => processPageHide(agent, event)],
    [['message'], (event: MessageEvent) => answerFrame(agent, event)],
    [MEDIA_EVENTS, () => goOnOrPause(agent)],
  ];
  if (otherAgent) listeners.push([PAYMENT_EVENTS, (event: Event) => isOfOtherAgent(event) && otherAgent()]);
  const forEach = (change: EventTarget['addEventListener']): void => {
    for (const [types, listener] of listeners)
      for (const type of types) change.call(globalThis, type, listener as EventListener, true);
  };
  return {
    listen() {
      agent.visibility.listen();
      noticeContentAttributes();
      forEach(addEventListener);
    },
    stop: () => forEach(removeEventListener),
  };
}

function processPageHide(agent: AgentContext, { persisted }: PageTransitionEvent): void {
  // A page in the back/forward cache may come back, and pays nothing while it is hidden.
  if (!persisted) endSessionsForDocument(agent);
}
