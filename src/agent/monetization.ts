import { exposeMonetization, Monetization } from '../page-api/document-monetization.js';
import { NativeEvent } from '../page-api/natives.js';
import { addEventListener, removeEventListener } from '../page-api/onmonetization-attribute.js';
import { dispatch, soon } from './platform.js';
import { STATE_SOURCE_CHANGE, STATE_SOURCE_REQUEST } from './state.js';
import { StateStore } from './state-store.js';
import type { Steering } from '../page-api/document-monetization.js';
import type { TraceEntry } from '../protocol/trace.js';
import type { AgentState, DocumentMonetization } from './state.js';

export interface ExposedMonetization {
  readonly monetization: DocumentMonetization;
  /** The state has to be told anew. */
  changed(): void;
  undo(): void;
}

/** Puts an agent's state at `document.monetization`. */
export function exposeState(
  render: () => AgentState,
  steering: Steering<readonly TraceEntry[]>,
): ExposedMonetization {
  const store = new StateStore(render, () => dispatch(new NativeEvent('agentstatechange'), monetization));
  const monetization: DocumentMonetization = new Monetization(() => store.agentState, steering);
  const undo = exposeMonetization(document, monetization);
  const answer = ({ detail }: CustomEventInit): void => {
    if (typeof detail === 'function') detail(monetization);
  };
  addEventListener.call(document, STATE_SOURCE_REQUEST, answer as EventListener);
  const announce = (): void => void dispatch(new NativeEvent(STATE_SOURCE_CHANGE), document);
  // Who hears of it may steer at once, and the agent is not complete before this task has gone on.
  void soon(announce);
  return {
    monetization,
    changed: () => store.invalidate(),
    undo() {
      undo();
      removeEventListener.call(document, STATE_SOURCE_REQUEST, answer as EventListener);
      announce();
    },
  };
}
