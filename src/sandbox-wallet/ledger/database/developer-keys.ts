import type { LedgerReader, LedgerTransaction } from './sandbox-database.js';

/** Stores the key. Replaces a key with the same `kid`. */
export async function saveDeveloperKey(
  transaction: LedgerTransaction,
  walletAddress: string,
  jwk: { readonly kid: string },
): Promise<void> {
  const text = JSON.stringify(jwk);
  await transaction
    .insertInto('developer_keys')
    .values({ wallet_address: walletAddress, kid: jwk.kid, jwk: text })
    .onConflict((conflict) => conflict.columns(['wallet_address', 'kid']).doUpdateSet({ jwk: text }))
    .execute();
}

export async function findDeveloperKeys(database: LedgerReader, walletAddress: string): Promise<unknown[]> {
  const rows = await database
    .selectFrom('developer_keys')
    .select('jwk')
    .where('wallet_address', '=', walletAddress)
    .execute();
  return rows.map(({ jwk }) => JSON.parse(jwk) as unknown);
}
