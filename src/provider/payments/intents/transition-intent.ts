import type { RawBuilder } from 'kysely';
import type { Intent, IntentState } from '../../core/intent-table.js';
import type { Transaction } from '../../core/services.js';

export type IntentChange = Partial<Omit<Intent, 'id' | 'state' | 'undelivered'>> & {
  state: IntentState;
  undelivered?: bigint | RawBuilder<bigint>;
};

/** @returns false if the intent is in none of the states `from`. Then nothing changes. */
export async function transitionIntent(
  transaction: Transaction,
  intent: Intent,
  from: IntentState[],
  change: IntentChange,
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('intent')
    .set(change)
    .where('id', '=', intent.id)
    .where('state', 'in', from)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
