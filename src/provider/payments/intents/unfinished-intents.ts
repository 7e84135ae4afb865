import { sql, type RawBuilder, type SqlBool } from 'kysely';
import type { ProviderReader } from '../../core/services.js';
import type { Intent } from '../../core/intent-table.js';

export interface UnfinishedIntents {
  /** The payment in state `submitting`: its result is not known yet. There is at most one. */
  open: Intent | undefined;
  /** Payments that the wallet accepted (201) but that are not settled yet. Oldest first. */
  created: Intent[];
  /** Payments that still have to be delivered to their pages. Oldest first. */
  undelivered: Intent[];
}

/** Identical to the index's condition, without parameters, so that SQLite uses the partial index. */
export const IS_UNFINISHED: RawBuilder<SqlBool> = sql<SqlBool>`(state IN ('submitting', 'created') OR undelivered = 1)`;

export async function readUnfinishedIntents(
  database: ProviderReader,
  connectionId: string,
): Promise<UnfinishedIntents> {
  const intents = await database
    .selectFrom('intent')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where(IS_UNFINISHED)
    .orderBy('created_at')
    .execute();
  return groupIntents(intents);
}

/** The same for the connection of a session. */
export async function readUnfinishedIntentsOfSession(
  database: ProviderReader,
  sessionId: string,
): Promise<UnfinishedIntents> {
  const intents = await database
    .selectFrom('intent')
    .selectAll()
    .where('connection_id', '=', (select) =>
      select.selectFrom('session').select('connection_id').where('id', '=', sessionId),
    )
    .where(IS_UNFINISHED)
    .orderBy('created_at')
    .execute();
  return groupIntents(intents);
}

function groupIntents(intents: Intent[]): UnfinishedIntents {
  return {
    open: intents.find(({ state }) => state === 'submitting'),
    created: intents.filter(({ state }) => state === 'created'),
    undelivered: intents.filter(({ undelivered }) => undelivered === 1n),
  };
}
