import { STATE_SOURCE_REQUEST, type AgentStateSource } from '../agent/state.js';

/**
 * The agent of this document, also where the page has something else at `document.monetization`: an object of its own, or a form of that name.
 * Undefined while there is none.
 */
export function findStateSource(): AgentStateSource | undefined {
  let found: AgentStateSource | undefined;
  const answer = (source: AgentStateSource): void => {
    if (!found || found.agentState.status === 'no-provider') found = source;
  };
  const question = document.createEvent('CustomEvent');
  question.initCustomEvent(STATE_SOURCE_REQUEST, false, false, answer);
  document.dispatchEvent(question);
  const exposed: unknown = document.monetization;
  return found ?? (isStateSource(exposed) ? exposed : undefined);
}

function isStateSource(value: unknown): value is AgentStateSource {
  return value instanceof EventTarget && typeof (value as Partial<AgentStateSource>).agentState === 'object';
}
