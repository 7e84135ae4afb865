import { queueMicrotaskSteps } from '../core/platform.js';
import type { AgentState } from './agent-state.js';

/** Keeps the newest snapshot. Calls `changed` at most once per microtask, if the snapshot differs. */
export class StateStore {
  readonly #render: () => AgentState;
  readonly #changed: () => void;
  #snapshot: AgentState;
  #lastJson: string;
  #stale = false;

  /** @param snapshot the one that the page has read before. */
  constructor(render: () => AgentState, changed: () => void, snapshot: AgentState = render()) {
    this.#render = render;
    this.#changed = changed;
    this.#snapshot = freeze(snapshot);
    this.#lastJson = JSON.stringify(this.#snapshot);
  }

  get agentState(): AgentState {
    return this.#snapshot;
  }

  invalidate(): void {
    if (this.#stale) return;
    this.#stale = true;
    void queueMicrotaskSteps(() => this.#update());
  }

  #update(): void {
    this.#stale = false;
    const snapshot = this.#render();
    const text = JSON.stringify(snapshot);
    if (text === this.#lastJson) return;
    this.#lastJson = text;
    this.#snapshot = freeze(snapshot);
    this.#changed();
  }
}

function freeze(state: AgentState): AgentState {
  for (const part of [...state.totals, ...state.sessions, state.totals, state.sessions, state])
    Object.freeze(part);
  return state;
}
