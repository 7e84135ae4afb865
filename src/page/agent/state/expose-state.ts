import {
  exposeMonetization,
  Monetization,
  type MonetizationCommands,
} from '../../api/document-monetization.js';
import { NativeEvent } from '../../api/natives.js';
import { addEventListener, removeEventListener } from '../../api/onmonetization-attribute.js';
import { dispatch, queueMicrotaskSteps } from '../core/platform.js';
import {
  STATE_SOURCE_CHANGE,
  STATE_SOURCE_REQUEST,
  type AgentState,
  type DocumentMonetization,
} from './state.js';
import { StateStore } from './state-store.js';
import type { TraceEntry } from '../../../protocol/trace.js';

export interface ExposedMonetization {
  readonly monetization: DocumentMonetization;
  /** Marks the state as stale, so that it is rendered again. */
  notifyStateChange(): void;
  undo(): void;
}

/** Exposes an agent's state and commands as `document.monetization`. */
export function exposeState(
  render: () => AgentState,
  commands: MonetizationCommands<readonly TraceEntry[]>,
): ExposedMonetization {
  const store = new StateStore(render, () => dispatch(new NativeEvent('agentstatechange'), monetization));
  const monetization: DocumentMonetization = new Monetization(() => store.agentState, commands);
  const undo = exposeMonetization(document, monetization);
  const answerRequest = ({ detail }: CustomEventInit): void => {
    if (typeof detail === 'function') detail(monetization);
  };
  addEventListener.call(document, STATE_SOURCE_REQUEST, answerRequest as EventListener);
  const announceSource = (): void => void dispatch(new NativeEvent(STATE_SOURCE_CHANGE), document);
  // Deferred, because a listener may call a command at once, while the agent is still being constructed.
  void queueMicrotaskSteps(announceSource);
  return {
    monetization,
    notifyStateChange: () => store.invalidate(),
    undo() {
      undo();
      removeEventListener.call(document, STATE_SOURCE_REQUEST, answerRequest as EventListener);
      announceSource();
    },
  };
}
