import type { AgentError } from '../agent/core/agent-error.js';
import type { AgentOptions } from '../agent/core/agent-options.js';
import type { AgentState } from '../agent/state/state.js';

/** The state before the agent has been loaded, or while it cannot be loaded. */
export function renderBootState(
  { provider, persona = null, nativeAgent, chosenByVisitor }: AgentOptions,
  isPaused: boolean,
  error: AgentError | null,
  links: readonly HTMLLinkElement[],
): AgentState {
  const { freeze } = Object;
  return freeze({
    status: error ? 'error' : 'connecting',
    pausedBy: isPaused ? 'visitor' : isVisible() ? null : 'hidden',
    provider,
    sandbox: false,
    persona,
    nativeAgent: chosenByVisitor ? 'replaced' : nativeAgent ? 'coexisting' : null,
    error,
    totals: freeze([]),
    sessions: freeze(
      links.map(({ href }) =>
        freeze({
          href,
          status: error ? 'error' : 'loading',
          walletAddress: null,
          incomingPayment: null,
          dueIn: null,
          error,
        }),
      ),
    ),
    connection: null,
  });
}

export function isVisible(): boolean {
  return document.visibilityState === 'visible';
}
