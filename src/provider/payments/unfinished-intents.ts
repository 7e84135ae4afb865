import type { Reader } from '../services.js';
import type { Intent } from './intent-transitions.js';

export interface UnfinishedIntents {
  /** Planned or submitting: nobody knows yet whether it was paid. There is at most one. */
  open: Intent | undefined;
  /** Paid as far as the wallet's 201 goes, not yet settled; oldest first. */
  created: Intent[];
}

export async function readUnfinishedIntents(
  database: Reader,
  connectionId: string,
): Promise<UnfinishedIntents> {
  const intents = await database
    .selectFrom('intent')
    .selectAll()
    .where('connection_id', '=', connectionId)
    .where('state', 'in', ['planned', 'submitting', 'created'])
    .orderBy('created_at')
    .execute();
  return {
    open: intents.find(({ state }) => state !== 'created'),
    created: intents.filter(({ state }) => state === 'created'),
  };
}
