import type { Selectable } from 'kysely';
import type { Amount } from '../../protocol/amount.js';
import type { ConnectionTable } from '../schema.js';
import type { Reader } from '../services.js';

/** The visitor's side of every payment of one connection. */
export interface Payer {
  connectionId: string;
  walletAddress: string;
  resourceServer: string;
  assetCode: string;
  assetScale: number;
}

type Connection = Selectable<ConnectionTable>;

/** @throws Error for a connection without a wallet: none gets as far as paying. */
export function payerOf(connection: Connection): Payer {
  const { id, wallet_address, resource_server, asset_code, asset_scale } = connection;
  if (!wallet_address || !resource_server || !asset_code || asset_scale === null) {
    throw new Error(`connection ${id} has no wallet`);
  }
  return {
    connectionId: id,
    walletAddress: wallet_address,
    resourceServer: resource_server,
    assetCode: asset_code,
    assetScale: Number(asset_scale),
  };
}

export async function readPayer(database: Reader, connectionId: string): Promise<Payer> {
  return payerOf(
    await database
      .selectFrom('connection')
      .selectAll()
      .where('id', '=', connectionId)
      .executeTakeFirstOrThrow(),
  );
}

export function amountOf({ assetCode, assetScale }: Payer, value: bigint): Amount {
  return { value: value.toString(), assetCode, assetScale };
}

export function isSameAmount(a: Amount, b: Amount): boolean {
  return a.value === b.value && a.assetCode === b.assetCode && a.assetScale === b.assetScale;
}
