import type { RelayCaller, StoredConnection } from '../core/connections.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { Services } from '../core/services.js';
import type { StoredSession } from '../core/sessions.js';
import type { LastTick } from '../authentication/visible-time-token.js';
import { type VisibleTime, computeVisibleTime } from './accrual/visible-time.js';
import { readUnfinishedIntentsOfSession, type UnfinishedIntents } from './intents/unfinished-intents.js';

/** The committed state that a tick is processed with. */
export interface TickContext {
  session: StoredSession;
  connection: StoredConnection;
  unfinished: UnfinishedIntents;
  time: VisibleTime;
}

/**
 * Reads everything that a tick needs.
 * @param readLastTick returns the page's previous tick, or null if unknown.
 * @throws RelayProblem `not-found` if the id is unknown or belongs to another caller.
 */
export async function readTick(
  { database, now }: Pick<Services, 'database' | 'now'>,
  sessionId: string,
  caller: RelayCaller,
  readLastTick: (connection: string) => LastTick | null = () => null,
): Promise<TickContext> {
  // In parallel: a remote database then costs one round trip instead of two.
  const [row, unfinished] = await Promise.all([
    database
      .selectFrom('session')
      .innerJoin('connection', 'connection.id', 'session.connection_id')
      .selectAll('connection')
      .select([
        'session.wallet_address as receiver',
        'session.created_at as session_created_at',
        'session.incoming_payment',
        'session.expires_at',
        'session.closed_at',
        'session.min_send_amount',
        'session.min_efficient_amount',
        'session.overreported_sent',
        'session.overreported_received',
      ])
      .where('session.id', '=', sessionId)
      .where('connection.session_key', '=', caller.sessionKey)
      .where('connection.origin', '=', caller.siteOrigin)
      .executeTakeFirst(),
    readUnfinishedIntentsOfSession(database, sessionId),
  ]);
  if (!row) throw new RelayProblem('not-found', 'This page has no such session.');
  // The row is the connection with the session's other columns. It serves as both.
  const session: StoredSession = {
    ...row,
    id: sessionId,
    connection_id: row.id,
    wallet_address: row.receiver,
    created_at: row.session_created_at,
  };
  return { session, connection: row, unfinished, time: computeVisibleTime(readLastTick(row.id), now()) };
}
