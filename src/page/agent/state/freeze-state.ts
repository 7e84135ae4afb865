import type { AgentState } from './agent-state.js';

/** Makes a snapshot immutable, because the page receives it. */
export function freezeState(state: AgentState): AgentState {
  for (const part of [...state.totals, ...state.sessions, state.totals, state.sessions, state])
    Object.freeze(part);
  return state;
}
