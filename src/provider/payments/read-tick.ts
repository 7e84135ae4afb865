import type { Caller, StoredConnection } from '../connections.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import type { StoredSession } from '../sessions.js';
import { type Mark } from './accrual/marks.js';
import { type TimeLookedAt, timeLookedAt } from './accrual/time-looked-at.js';
import { readUnfinishedIntentsOfSession, type UnfinishedIntents } from './unfinished-intents.js';

/** All that a tick is decided by, as it is committed. */
export interface Tick {
  session: StoredSession;
  connection: StoredConnection;
  unfinished: UnfinishedIntents;
  time: TimeLookedAt;
}

/**
 * @param readMark what the page was answered last, if that is known.
 * @throws RelayProblem `not-found` for an unknown id and for somebody else's.
 */
export async function readTick(
  { database, now }: Pick<Services, 'database' | 'now'>,
  sessionId: string,
  caller: Caller,
  readMark: (connection: string) => Mark | null = () => null,
): Promise<Tick> {
  // Both at once: a database elsewhere takes one round trip for the two.
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
        'session.worthwhile_amount',
        'session.told_too_much',
        'session.told_too_much_received',
      ])
      .where('session.id', '=', sessionId)
      .where('connection.session_key', '=', caller.sessionKey)
      .where('connection.origin', '=', caller.siteOrigin)
      .executeTakeFirst(),
    readUnfinishedIntentsOfSession(database, sessionId),
  ]);
  if (!row) throw new RelayProblem('not-found', 'This page has no such session.');
  const {
    receiver,
    session_created_at,
    incoming_payment,
    expires_at,
    closed_at,
    min_send_amount,
    worthwhile_amount,
    told_too_much,
    told_too_much_received,
    ...connection
  } = row;
  const session = {
    ...{ id: sessionId, connection_id: connection.id, wallet_address: receiver, incoming_payment },
    ...{ created_at: session_created_at, expires_at, closed_at, min_send_amount },
    ...{ worthwhile_amount, told_too_much, told_too_much_received },
  };
  return { session, connection, unfinished, time: timeLookedAt(readMark(connection.id), now()) };
}
