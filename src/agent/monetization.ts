import { exposeMonetization, Monetization } from '../page-api/document-monetization.js';
import { StateStore } from './state-store.js';
import type { AgentState, AgentStateSource } from './state.js';

export interface ExposedMonetization {
  readonly monetization: AgentStateSource;
  /** The state has to be told anew. */
  changed(): void;
  undo(): void;
}

/** What a page may ask of the agent. */
export interface Steering {
  setPaused(paused: boolean): void;
  connect(): void;
}

/** Puts an agent's state at `document.monetization`. */
export function exposeState(render: () => AgentState, { setPaused, connect }: Steering): ExposedMonetization {
  const store = new StateStore(render, () => monetization.dispatchEvent(new Event('agentstatechange')));
  const monetization: AgentStateSource = new Monetization<AgentState>({
    get agentState() {
      return store.agentState;
    },
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    connect,
  });
  return {
    monetization,
    changed: () => store.invalidate(),
    undo: exposeMonetization(document, monetization),
  };
}
