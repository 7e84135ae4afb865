import type { Amount } from '../../protocol/amount.js';
import type { StoredConnection } from './connections.js';
import type { ProviderReader } from './services.js';
import type { Intent } from './intent-table.js';

export interface WalletAsset {
  assetCode: string;
  assetScale: number;
}

/** The paying side of a connection's payments. */
export interface Payer extends WalletAsset {
  connectionId: string;
  /** The grant whose token is sent to the wallet below. No other token is sent there. */
  grantId: string;
  walletAddress: string;
  resourceServer: string;
}

/** @throws Error if the connection has no wallet. Such a connection must never reach a payment. */
export function toPayer(connection: StoredConnection): Payer {
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

export function readConnection(database: ProviderReader, id: string): Promise<StoredConnection> {
  return database.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

/** The asset that an intent was paid in. It can differ from the connection's asset after a new consent. */
export async function readIntentAsset(
  { database }: { database: ProviderReader },
  connection: StoredConnection,
  { grant_id }: Intent,
): Promise<WalletAsset> {
  if (grant_id === connection.grant_id) return toPayer(connection);
  const { asset_code, asset_scale } = await database
    .selectFrom('wallet_grant')
    .select(['asset_code', 'asset_scale'])
    .where('id', '=', grant_id)
    .executeTakeFirstOrThrow();
  return { assetCode: asset_code, assetScale: Number(asset_scale) };
}

export function toAmount({ assetCode, assetScale }: WalletAsset, value: bigint): Amount {
  return { value: value.toString(), assetCode, assetScale };
}

export function isSameAmount(a: Amount, b: Amount): boolean {
  return a.value === b.value && a.assetCode === b.assetCode && a.assetScale === b.assetScale;
}
