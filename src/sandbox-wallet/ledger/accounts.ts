import type { Asset } from './asset.js';
import type { Outcome } from './outcome.js';
import type { AccountKind } from './schema.js';
import { transfer } from './transfer.js';
import type { LedgerReader, LedgerTransaction } from './sandbox-database.js';

export interface WalletAddress {
  readonly id: string;
  readonly publicName: string;
  readonly account: bigint;
  readonly asset: Asset;
  readonly balance: bigint;
}

/** Gives a new wallet address its account and opening balance; one that the ledger already knows keeps what it has. */
export async function openWalletAddress(
  transaction: LedgerTransaction,
  opening: {
    id: string;
    publicName: string;
    asset: Asset;
    balance: bigint;
    reachable: boolean;
    outcome: Outcome | null;
    now: bigint;
  },
): Promise<void> {
  if (await findWalletAddress(transaction, opening.id)) return;
  const account = await openAccount(transaction, 'wallet', opening.asset);
  await transaction
    .insertInto('wallet_addresses')
    .values({
      id: opening.id,
      public_name: opening.publicName,
      account,
      reachable: opening.reachable ? 1n : 0n,
      outcome: opening.outcome,
    })
    .execute();
  if (opening.balance === 0n) return;
  await transfer(transaction, {
    from: await ownAccount(transaction, 'opening', opening.asset),
    to: account,
    asset: opening.asset,
    amount: opening.balance,
    now: opening.now,
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

/** The sandbox's own account of this kind and asset, opened at first use. */
export async function ownAccount(
  transaction: LedgerTransaction,
  kind: Exclude<AccountKind, 'wallet'>,
  asset: Asset,
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

async function openAccount(transaction: LedgerTransaction, kind: AccountKind, asset: Asset): Promise<bigint> {
  const { id } = await transaction
    .insertInto('accounts')
    .values({ kind, asset_code: asset.code, asset_scale: BigInt(asset.scale) })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}
