import { STATE_SOURCE_REQUEST, type AgentStateSource } from '../agent/state/state.js';

/**
 * The agent of this document, or undefined. It also works if `document.monetization` is something else: an
 * object of the page, or a form with that name.
 */
export function findAgentStateSource(): AgentStateSource | undefined {
  let found: AgentStateSource | undefined;
  const onSource = (source: AgentStateSource): void => {
    if (!found || found.agentState.status === 'no-provider') found = source;
  };
  const request = document.createEvent('CustomEvent');
  request.initCustomEvent(STATE_SOURCE_REQUEST, false, false, onSource);
  document.dispatchEvent(request);
  const exposed: unknown = document.monetization;
  return found ?? (isAgentStateSource(exposed) ? exposed : undefined);
}

function isAgentStateSource(value: unknown): value is AgentStateSource {
  return value instanceof EventTarget && typeof (value as Partial<AgentStateSource>).agentState === 'object';
}
