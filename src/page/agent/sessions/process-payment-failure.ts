import { BUDGET_SPENT_RETRY_DELAY_MS } from '../../../protocol/retry-delay.js';
import { RelayError } from '../../relay-client/relay-error.js';
import { backoffDelay } from '../core/backoff.js';
import { isUsableConnection } from '../../../protocol/relay-messages.js';
import { reopenLostConnection } from '../connection/connection.js';
import type { SessionContext } from './session-context.js';
import type { LinkSession } from './link-session.js';

/** Handles a failed tick. @returns milliseconds to wait before the next one. */
export function processPaymentFailure(agent: SessionContext, session: LinkSession, cause: unknown): number {
  switch (cause instanceof RelayError ? cause.code : undefined) {
    case 'session-expired':
    case 'not-found':
      if (!session.ended) agent.sessions.renewSession(session);
      session.failures++;
      return 0;

    case 'wallet-unreachable':
    case 'receiver-refused':
      session.failures++;
      failSession(agent, session, cause);
      if (!session.ended) agent.sessions.renewSession(session);
      return 0;

    case 'receiver-invalid':
    case 'min-amount-too-large':
    case 'wallet-address-invalid':
    case 'wallet-address-not-found':
    case 'wallet-response-invalid':
      failSession(agent, session, cause);
      agent.sessions.abandonSession(session);
      return 0;

    case 'connection-not-active':
      agent.error = agent.report(cause);
      if (agent.connection) reopenLostConnection(agent, agent.connection);
      return backoffDelay(agent.platform, agent.streaming.failures++);

    case 'budget-spent':
      agent.error = agent.report(cause);
      setConnectionOutOfFunds(agent, true);
      return BUDGET_SPENT_RETRY_DELAY_MS;

    default:
      agent.error = agent.report(cause);
      return backoffDelay(agent.platform, agent.streaming.failures++, cause);
  }
}

/** Stores whether the last payment attempt found the budget spent. */
export function setConnectionOutOfFunds(agent: SessionContext, outOfFunds: boolean): void {
  if (isUsableConnection(agent.connection)) agent.connection.state = outOfFunds ? 'out-of-funds' : 'active';
}

function failSession(agent: SessionContext, session: LinkSession, cause: unknown): void {
  session.error = agent.report(cause, session.href);
}
