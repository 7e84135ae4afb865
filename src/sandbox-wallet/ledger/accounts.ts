import type { LedgerAsset } from './asset.js';
import type { AccountKind, Outcome } from './database/account-tables.js';
import { transfer } from './transfer.js';
import type { LedgerReader, LedgerTransaction } from './database/sandbox-database.js';

export interface WalletAddress {
  readonly id: string;
  readonly publicName: string;
  readonly account: bigint;
  readonly asset: LedgerAsset;
  readonly balance: bigint;
}

/**
 * Opens the account of a new wallet address with its opening balance. An existing account keeps its balance.
 */
export async function openWalletAddress(
  transaction: LedgerTransaction,
  options: {
    id: string;
    publicName: string;
    asset: LedgerAsset;
    balance: bigint;
    reachable: boolean;
    outcome: Outcome | null;
    now: bigint;
  },
): Promise<void> {
  if (await findWalletAddress(transaction, options.id)) return;
  const account = await openAccount(transaction, 'wallet', options.asset);
  await transaction
    .insertInto('wallet_addresses')
    .values({
      id: options.id,
      public_name: options.publicName,
      account,
      reachable: options.reachable ? 1n : 0n,
      outcome: options.outcome,
    })
    .execute();
  if (options.balance === 0n) return;
  await transfer(transaction, {
    from: await getSystemAccount(transaction, 'opening', options.asset),
    to: account,
    asset: options.asset,
    amount: options.balance,
    now: options.now,
  });
}

export async function findWalletAddress(
  database: LedgerReader,
  id: string,
): Promise<WalletAddress | undefined> {
  const row = await database
    .selectFrom('wallet_addresses')
    .innerJoin('accounts', 'accounts.id', 'wallet_addresses.account')
    .select([
      'wallet_addresses.id',
      'public_name',
      'account',
      'asset_code',
      'asset_scale',
      'debits',
      'credits',
    ])
    .where('wallet_addresses.id', '=', id)
    .executeTakeFirst();
  return (
    row && {
      id: row.id,
      publicName: row.public_name,
      account: row.account,
      asset: { code: row.asset_code, scale: Number(row.asset_scale) },
      balance: row.credits - row.debits,
    }
  );
}

/** The sandbox's own account of this kind and asset. Opened at first use. */
export async function getSystemAccount(
  transaction: LedgerTransaction,
  kind: Exclude<AccountKind, 'wallet'>,
  asset: LedgerAsset,
): Promise<bigint> {
  const known = await transaction
    .selectFrom('accounts')
    .select('id')
    .where('kind', '=', kind)
    .where('asset_code', '=', asset.code)
    .where('asset_scale', '=', BigInt(asset.scale))
    .executeTakeFirst();
  return known?.id ?? openAccount(transaction, kind, asset);
}

async function openAccount(
  transaction: LedgerTransaction,
  kind: AccountKind,
  asset: LedgerAsset,
): Promise<bigint> {
  const { id } = await transaction
    .insertInto('accounts')
    .values({ kind, asset_code: asset.code, asset_scale: BigInt(asset.scale) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
