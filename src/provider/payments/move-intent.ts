import type { RawBuilder, Selectable } from 'kysely';
import type { IntentState, IntentTable } from '../schema.js';
import type { Transaction } from '../services.js';

export type Intent = Selectable<IntentTable>;

export type Change = Partial<Omit<Intent, 'id' | 'state' | 'untold'>> & {
  state: IntentState;
  untold?: bigint | RawBuilder<bigint>;
};

/** @returns false when the intent is in none of the states `from`: then nothing is changed. */
export async function moveIntent(
  transaction: Transaction,
  intent: Intent,
  from: IntentState[],
  change: Change,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('intent')
    .set(change)
    .where('id', '=', intent.id)
    .where('state', 'in', from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
