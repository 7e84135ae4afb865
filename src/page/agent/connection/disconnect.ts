import { isUsableConnection, type ConnectionContext, type openConnection } from './connection.js';

/** The sessions at the provider. */
interface RenewableSessions<Session extends { readonly relaySession: object | null }> {
  values(): Iterable<Session>;
  renewSession(session: Session): void;
}

/**
 * Revokes the visitor's consent. The caller has paused the agent. Payments resume when the provider has
 * confirmed the revocation, because then they need new consent; or at once when there is no consent to
 * revoke.
 * @param reopen the agent's own function, because this lazy module has a copy of each module that it imports.
 */
export function disconnect<Session extends { readonly relaySession: object | null }>(
  agent: ConnectionContext & { readonly sessions: RenewableSessions<Session> },
  resumePayments: () => void,
  reopen: typeof openConnection,
): void {
  const { connection, relay } = agent;
  if (!connection || agent.stopped || /^(new|bound|revoked)$/.test(connection.state)) return resumePayments();
  agent.connection = { id: connection.id, state: 'revoked' };
  for (const session of agent.sessions.values())
    if (session.relaySession) agent.sessions.renewSession(session);
  agent.notifyStateChange();
  relay
    .disconnect(connection.id)
    .then(resumePayments, (cause: unknown) => void agent.report(cause))
    // Wait for the answer first: an earlier request could overtake the revocation.
    .finally(() => (isUsableConnection(connection) ? reopen(agent) : agent.refreshConnection()));
}
