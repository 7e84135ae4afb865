import {
  exposeState,
  type AgentCommands,
  type ExposedMonetization,
  type StateSource,
} from './expose-state.js';
import type { AgentState } from './state.js';
import { StateStore } from './state-store.js';

export interface RenderedMonetization extends Pick<ExposedMonetization, 'monetization' | 'undo'> {
  /** Marks the state as stale, so that it is rendered again. */
  notifyStateChange(): void;
}

/**
 * Exposes what `render` returns as the state of `document.monetization`.
 * @param boot the object that the page already has, with the snapshot that the page may have read.
 */
export function exposeRenderedState(
  render: () => AgentState,
  commands: AgentCommands,
  boot?: ExposedMonetization,
): RenderedMonetization {
  const source: StateSource = {
    read: () => store.agentState,
    carryOut: (name, ...args) => (commands[name] as (...args: unknown[]) => never)(...args),
  };
  const store = new StateStore(render, () => exposed.fireStateChange(), boot?.monetization.agentState);
  const exposed = boot ?? exposeState(source);
  Object.assign(exposed.source, source);
  const notifyStateChange = (): void => store.invalidate();
  if (boot) notifyStateChange();
  return { monetization: exposed.monetization, undo: exposed.undo, notifyStateChange };
}
