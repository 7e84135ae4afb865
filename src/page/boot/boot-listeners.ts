import type { AgentOptions } from '../agent/core/agent-options.js';
import { isDispatched } from '../agent/core/platform.js';
import { isMonetizationLink } from '../agent/links/monetization-link.js';
import { NATIVE_AGENT_EVENTS } from '../agent/passive-agent/native-agent-events.js';
import { changeListener } from '../api/change-listener.js';
import { MonetizationEvent } from '../api/monetization-event.js';
import {
  addEventListener,
  observeContentAttributes,
  removeEventListener,
} from '../api/onmonetization-attribute.js';

export interface BootListeners {
  /**
   * Called with each event that may be one of a native agent. The agent sets it: its own listeners would be
   * called after those that the page has added in the meantime, and could not hide an event from them.
   */
  onNativeAgentEvent(event: Event): void;
  /** Those at links before the agent has been loaded, which then processes them. */
  readonly earlyEvents: Event[];
  /** Adds the listeners. Call it again after `document.open()`, which removes all listeners. */
  listen(): void;
  stop(): void;
}

const TYPES = ['message', 'online', 'visibilitychange', ...NATIVE_AGENT_EVENTS];

/**
 * The listeners that do not wait for the agent.
 * @param load called if a frame of this page asks for permission, which it does repeatedly.
 * @param retry called when a failed attempt to load the agent may succeed.
 */
export function createBootListeners(
  { persona, passive, chosenByVisitor }: AgentOptions,
  load: () => void,
  retry: () => void,
): BootListeners {
  const process = (event: Event & { data?: { wm?: unknown } | null }): void => {
    if (NATIVE_AGENT_EVENTS.includes(event.type)) listeners.onNativeAgentEvent(event);
    else if (event.type !== 'message') retry();
    else if (event.data?.wm === 'allowed-to-use') load();
  };
  const listeners: BootListeners = {
    earlyEvents: [],
    onNativeAgentEvent(event) {
      if (isDispatched(event) || isPagesOwn(event) || !isMonetizationLink(event.target)) return;
      this.earlyEvents.push(event);
      // Both agents run. There is a persona only where no real money can move.
      if (persona && !passive && !chosenByVisitor) event.stopImmediatePropagation();
    },
    listen() {
      observeContentAttributes();
      changeListener(addEventListener, TYPES, process);
    },
    stop: () => changeListener(removeEventListener, TYPES, process),
  };
  return listeners;
}

/** Whether a script of the page has dispatched a `monetization` event. */
function isPagesOwn(event: Event): boolean {
  return event.type === 'monetization' && (event instanceof MonetizationEvent || !('amountSent' in event));
}
