import type { LedgerAsset } from './asset.js';
import type { LedgerTransaction } from './database/sandbox-database.js';

/**
 * Moves money within one asset. One row has both sides, so debits equal credits by construction. Triggers
 * update the two balances, and reject overdrafts, asset mismatches and later changes.
 */
export async function transfer(
  transaction: LedgerTransaction,
  {
    from,
    to,
    asset,
    amount,
    now,
    outgoingPayment,
  }: {
    from: bigint;
    to: bigint;
    asset: LedgerAsset;
    amount: bigint;
    now: bigint;
    outgoingPayment?: string;
  },
): Promise<void> {
  await transaction
    .insertInto('transfers')
    .values({
      debit_account: from,
      credit_account: to,
      asset_code: asset.code,
      asset_scale: BigInt(asset.scale),
      amount,
      outgoing_payment: outgoingPayment ?? null,
      created_at: now,
    })
    .execute();
}
