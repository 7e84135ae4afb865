import type { Amount } from '../../protocol/amount.js';
import type { Database } from '../services.js';

/** The visitor's side of every payment of one connection. */
export interface Payer {
  connectionId: string;
  walletAddress: string;
  resourceServer: string;
  assetCode: string;
  assetScale: number;
}

/** @throws Error for a connection without a wallet: planPayment lets none through. */
export async function readPayer(database: Database, connectionId: string): Promise<Payer> {
  const row = await database
    .selectFrom('connection')
    .select(['wallet_address', 'resource_server', 'asset_code', 'asset_scale'])
    .where('id', '=', connectionId)
    .executeTakeFirstOrThrow();
  if (!row.wallet_address || !row.resource_server || !row.asset_code || row.asset_scale === null) {
    throw new Error(`connection ${connectionId} has no wallet`);
  }
  return {
    connectionId,
    walletAddress: row.wallet_address,
    resourceServer: row.resource_server,
    assetCode: row.asset_code,
    assetScale: Number(row.asset_scale),
  };
}

export function amountOf({ assetCode, assetScale }: Payer, value: bigint): Amount {
  return { value: value.toString(), assetCode, assetScale };
}

export function isSameAmount(a: Amount, b: Amount): boolean {
  return a.value === b.value && a.assetCode === b.assetCode && a.assetScale === b.assetScale;
}
