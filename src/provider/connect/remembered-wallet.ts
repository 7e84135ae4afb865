import { connectionsOfVisitor, grantsOfVisitor } from '../wallet-grants/grants-of-visitor.js';
import type { ProviderServices } from '../services/provider-services.js';

/** The wallet address that this visitor connected most recently, for any site, or null. */
export async function readRememberedWallet(
  { database }: ProviderServices,
  visitor: string,
): Promise<string | null> {
  const last = await database
    .selectFrom('connection')
    .innerJoin('wallet_grant', 'wallet_grant.connection_id', 'connection.id')
    .select('wallet_grant.wallet_address')
    .where(connectionsOfVisitor(visitor))
    .where(grantsOfVisitor(visitor))
    .where('wallet_grant.access_token', 'is not', null)
    .where('wallet_grant.consent_until', 'is not', null)
    .orderBy('wallet_grant.consent_until', 'desc')
    .orderBy('wallet_grant.continue_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.wallet_address ?? null;
}
