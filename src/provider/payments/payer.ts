import type { Amount } from '../../protocol/amount.js';
import type { StoredConnection } from '../connections.js';
import type { Reader } from '../services.js';
import type { Intent } from './intent-transitions.js';

export interface Asset {
  assetCode: string;
  assetScale: number;
}

/** The visitor's side of every payment of one connection. */
export interface Payer extends Asset {
  connectionId: string;
  /** The wallet below takes this grant's token, and no other one is sent there. */
  grantId: string;
  walletAddress: string;
  resourceServer: string;
}

/** @throws Error for a connection without a wallet: none gets as far as paying. */
export function payerOf(connection: StoredConnection): Payer {
  const { id, grant_id, wallet_address, resource_server, asset_code, asset_scale } = connection;
  if (!grant_id || !wallet_address || !resource_server || !asset_code || asset_scale === null) {
    throw new Error(`connection ${id} has no wallet`);
  }
  return {
    connectionId: id,
    grantId: grant_id,
    walletAddress: wallet_address,
    resourceServer: resource_server,
    assetCode: asset_code,
    assetScale: Number(asset_scale),
  };
}

export function readConnection(database: Reader, id: string): Promise<StoredConnection> {
  return database.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** The asset that an intent was paid in: the visitor may have consented with another wallet since. */
export async function readAssetOf(
  { database }: { database: Reader },
  connection: StoredConnection,
  { grant_id }: Intent,
): Promise<Asset> {
  if (grant_id === connection.grant_id) return payerOf(connection);
  const { asset_code, asset_scale } = await database
    .selectFrom('wallet_grant')
    .select(['asset_code', 'asset_scale'])
    .where('id', '=', grant_id)
    .executeTakeFirstOrThrow();
  return { assetCode: asset_code, assetScale: Number(asset_scale) };
}

export function amountOf({ assetCode, assetScale }: Asset, value: bigint): Amount {
  return { value: value.toString(), assetCode, assetScale };
}

export function isSameAmount(a: Amount, b: Amount): boolean {
  return a.value === b.value && a.assetCode === b.assetCode && a.assetScale === b.assetScale;
}
