import { exposeMonetization, Monetization } from '../page-api/document-monetization.js';
import { PlatformEvent, soon } from './platform.js';
import { STATE_SOURCE_CHANGE } from './state.js';
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
  const store = new StateStore(render, () =>
    monetization.dispatchEvent(new PlatformEvent('agentstatechange')),
  );
  const monetization: AgentStateSource = new Monetization<AgentState>({
    get agentState() {
      return store.agentState;
    },
    pause: () => setPaused(true),
    resume: () => setPaused(false),
    connect,
  });
  const undo = exposeMonetization(document, monetization);
  const announce = (): void => void document.dispatchEvent(new PlatformEvent(STATE_SOURCE_CHANGE));
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
