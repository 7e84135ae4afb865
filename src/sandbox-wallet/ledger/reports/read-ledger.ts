import { checkLedger, type LedgerViolation } from './check-ledger.js';
import type { SandboxDatabase } from '../database/sandbox-database.js';
import { assetKey } from '../payments/grant-spending.js';

/** The ledger report of `GET /sandbox/ledger`. Amounts are strings of scaled units. */
export interface LedgerReport {
  readonly balanced: boolean;
  readonly violations: readonly LedgerViolation[];
  readonly accounts: readonly Record<string, string | number>[];
  readonly totals: readonly { assetCode: string; assetScale: number; debits: string; credits: string }[];
}

/** Reads the totals of debits and credits, and whether they balance. */
export async function readLedger(database: SandboxDatabase): Promise<LedgerReport> {
  const rows = await database.reader
    .selectFrom('accounts')
    .leftJoin('wallet_addresses', 'wallet_addresses.account', 'accounts.id')
    .select([
      'kind',
      'asset_code',
      'asset_scale',
      'debits',
      'credits',
      'wallet_addresses.id as wallet_address',
    ])
    .orderBy('accounts.id')
    .execute();
  const violations = await checkLedger(database);
  const totals = new Map<string, { code: string; scale: number; debits: bigint; credits: bigint }>();
  for (const { asset_code: code, asset_scale, debits, credits } of rows) {
    const asset = { code, scale: Number(asset_scale) };
    const sum = totals.get(assetKey(asset)) ?? { ...asset, debits: 0n, credits: 0n };
    totals.set(assetKey(asset), { ...asset, debits: sum.debits + debits, credits: sum.credits + credits });
  }
  return {
    balanced: violations.length === 0,
    violations,
    accounts: rows.map((row) => ({
      kind: row.kind,
      ...(row.wallet_address !== null && { walletAddress: row.wallet_address }),
      assetCode: row.asset_code,
      assetScale: Number(row.asset_scale),
      debits: row.debits.toString(),
      credits: row.credits.toString(),
      balance: (row.credits - row.debits).toString(),
    })),
    totals: [...totals.values()].map(({ code, scale, debits, credits }) => ({
      assetCode: code,
      assetScale: scale,
      debits: debits.toString(),
      credits: credits.toString(),
    })),
  };
}
