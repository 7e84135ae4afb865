import { exposeMonetization, Monetization } from '../page-api/document-monetization.js';
import { dispatch, PlatformEvent, soon } from './platform.js';
import { STATE_SOURCE_CHANGE } from './state.js';
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
  const store = new StateStore(render, () => dispatch(new PlatformEvent('agentstatechange'), monetization));
  const monetization: DocumentMonetization = new Monetization(() => store.agentState, steering);
  const undo = exposeMonetization(document, monetization);
  const announce = (): void => void dispatch(new PlatformEvent(STATE_SOURCE_CHANGE), document);
  // Who hears of it may steer at once, and the agent is not complete before this task has gone on.
  void soon(announce);
  return {
    monetization,
    changed: () => store.invalidate(),
    undo() {
      undo();
      announce();
    },
  };
}
