import { RelayError } from '../relay/relay-error.js';
import { backOff } from './back-off.js';
import { connectionLost, isUsable } from './connection.js';
import type { AgentContext } from './context.js';
import type { LinkSession } from './link-session.js';
import { giveUpSession, renewSession } from './session-flow.js';

/** How often to ask whether there is budget again. */
const ASK_AGAIN = 60_000;

/** Acts on a tick that failed, and answers how many milliseconds the next one waits. */
export function processPaymentFailure(agent: AgentContext, session: LinkSession, cause: unknown): number {
  switch (cause instanceof RelayError ? cause.code : undefined) {
    case 'session-expired':
    case 'not-found':
      if (!session.ended) renewSession(agent, session);
      session.failures++;
      return 0;

    case 'wallet-unreachable':
    case 'receiver-refused':
      session.failures++;
      failSession(agent, session, cause);
      if (!session.ended) renewSession(agent, session);
      return 0;

    case 'receiver-invalid':
    case 'least-amount-too-large':
    case 'wallet-address-invalid':
    case 'wallet-address-not-found':
    case 'wallet-answer-invalid':
      failSession(agent, session, cause);
      giveUpSession(agent, session);
      return 0;

    case 'connection-not-active':
      agent.error = agent.report(cause);
      if (agent.connection) connectionLost(agent, agent.connection);
      return backOff(agent.platform, agent.tick.failures++);

    case 'budget-spent':
      agent.error = agent.report(cause);
      setOutOfFunds(agent, true);
      return ASK_AGAIN;

    default:
      agent.error = agent.report(cause);
      return backOff(agent.platform, agent.tick.failures++, cause);
  }
}

/** What an attempt to pay has found out about the budget holds until the next one. */
export function setOutOfFunds(agent: AgentContext, outOfFunds: boolean): void {
  if (isUsable(agent.connection)) agent.connection.state = outOfFunds ? 'out-of-funds' : 'active';
}

function failSession(agent: AgentContext, session: LinkSession, cause: unknown): void {
  session.error = agent.report(cause, session.href);
}
