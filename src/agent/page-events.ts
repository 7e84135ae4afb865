import {
  addEventListener,
  noticeContentAttributes,
  removeEventListener,
} from '../page-api/onmonetization-attribute.js';
import type { AgentContext } from './context.js';
import { answerFrame } from './enforce-policy.js';
import { MEDIA_EVENTS } from './media-scope.js';
import { OTHERS_EVENTS, processOthersEvent } from './other-agent.js';
import { goOnOrPause } from './payment-streaming.js';
import { endSessionsForDocument } from './session-flow.js';

export interface PageEvents {
  /** Listens, again if need be: `document.open()` removes the listeners of a document and its window. */
  listen(): void;
  stop(): void;
}

/** Everything that the agent hears of on the window. */
export function createPageEvents(agent: AgentContext): PageEvents {
  const listeners: [types: readonly string[], listener: (event: never) => void][] = [
    [['pagehide'], (event: PageTransitionEvent) => processPageHide(agent, event)],
    [['message'], (event: MessageEvent) => answerFrame(agent, event)],
    [MEDIA_EVENTS, () => goOnOrPause(agent)],
    [OTHERS_EVENTS, (event: Event) => processOthersEvent(agent, event)],
  ];
  const forEach = (change: EventTarget['addEventListener']): void => {
    for (const [types, listener] of listeners)
      // No `load` event comes by the window.
      for (const type of types)
        change.call(type === 'load' ? document : globalThis, type, listener as EventListener, true);
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
