import type { Asset } from './asset.js';
import type { LedgerTransaction } from './sandbox-database.js';

/**
 * Moves money within one asset. The row is both sides at once, so debits equal credits by construction; the database moves the two
 * balances, and refuses an overdrawn wallet, another asset, and any later change.
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
    asset: Asset;
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
