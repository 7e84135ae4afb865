import { changeListener } from '../api/change-listener.js';
import {
  addEventListener,
  observeContentAttributes,
  removeEventListener,
} from '../api/onmonetization-attribute.js';
import type { AgentContext } from './agent-context.js';
import { answerFrame } from './policy/enforce-policy.js';
import { MEDIA_EVENTS } from './links/media-scope.js';
import { processNativeAgentEvent } from './passive-agent/native-agent.js';
import { NATIVE_AGENT_EVENTS } from './passive-agent/native-agent-events.js';

export interface PageEventListeners {
  /** Adds the listeners. Call it again after `document.open()`, which removes all listeners. */
  listen(): void;
  stop(): void;
}

/** All capturing listeners of the agent on the window and the document. */
export function createPageEventListeners(agent: AgentContext): PageEventListeners {
  const listeners: [types: readonly string[], listener: (event: never) => void][] = [
    [['pagehide'], (event: PageTransitionEvent) => processPageHide(agent, event)],
    [['message'], (event: MessageEvent) => answerFrame(agent, event)],
    [MEDIA_EVENTS, () => agent.streaming.update()],
    [NATIVE_AGENT_EVENTS, (event: Event) => processNativeAgentEvent(agent, event)],
  ];
  const forEach = (change: EventTarget['addEventListener']): void => {
    for (const [types, listener] of listeners) changeListener(change, types, listener);
  };
  return {
    listen() {
      agent.visibility.listen();
      observeContentAttributes();
      forEach(addEventListener);
    },
    stop: () => forEach(removeEventListener),
  };
}

function processPageHide(agent: AgentContext, { persisted }: PageTransitionEvent): void {
  // A page in the back/forward cache may be restored, so its sessions stay. Hidden, it pays nothing.
  if (!persisted) agent.sessions.endSessionsForDocument();
}
