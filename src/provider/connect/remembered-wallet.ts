import { ownConnections, ownGrants } from '../consent/own-grants.js';
import type { Services } from '../services.js';

/** The wallet that this visitor connected last, for any site, or null. */
export async function rememberedWallet({ database }: Services, visitor: string): Promise<string | null> {
  const last = await database
    .selectFrom('connection')
    .innerJoin('wallet_grant', 'wallet_grant.connection_id', 'connection.id')
    .select('wallet_grant.wallet_address')
    .where(ownConnections(visitor))
    .where(ownGrants(visitor))
    .where('wallet_grant.access_token', 'is not', null)
    .where('wallet_grant.consent_until', 'is not', null)
    .orderBy('wallet_grant.consent_until', 'desc')
    .orderBy('wallet_grant.continue_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.wallet_address ?? null;
}
