import { sql, type SqlBool } from 'kysely';
import type { Reader } from '../services.js';
import type { Intent } from './intent-transitions.js';

export interface UnfinishedIntents {
  /** Submitting: nobody knows yet whether it was paid. There is at most one. */
  open: Intent | undefined;
  /** Paid as far as the wallet's 201 goes, not yet settled; oldest first. */
  created: Intent[];
  /** Paid, and their pages do not know it; oldest first. */
  untold: Intent[];
}

/** Spelled as the index's condition is, without parameters: only then SQLite looks there instead of at every payment ever made. */
export const UNFINISHED = sql<SqlBool>`(state IN ('submitting', 'created') OR untold = 1)`;

export async function readUnfinishedIntents(
  database: Reader,
  connectionId: string,
): Promise<UnfinishedIntents> {
  const intents = await database
    .selectFrom('intent')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where(UNFINISHED)
    .orderBy('created_at')
    .execute();
  return sortIntents(intents);
}

/** The same, of the connection that a session is of. */
export async function readUnfinishedIntentsOfSession(
  database: Reader,
  sessionId: string,
): Promise<UnfinishedIntents> {
  const intents = await database
    .selectFrom('intent')
    .selectAll()
    .where('connection_id', '=', (select) =>
      select.selectFrom('session').select('connection_id').where('id', '=', sessionId),
    )
    .where(UNFINISHED)
    .orderBy('created_at')
    .execute();
  return sortIntents(intents);
}

function sortIntents(intents: Intent[]): UnfinishedIntents {
  return {
    open: intents.find(({ state }) => state === 'submitting'),
    created: intents.filter(({ state }) => state === 'created'),
    untold: intents.filter(({ untold }) => untold === 1n),
  };
}
