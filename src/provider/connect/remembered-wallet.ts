import { ownGrants } from '../consent/own-grants.js';
import type { Services } from '../services.js';

/** The wallet that this visitor connected last, for any site, or null. */
export async function rememberedWallet({ database }: Services, visitor: string): Promise<string | null> {
  const last = await database
    .selectFrom('connection')
    .innerJoin('wallet_grant', 'wallet_grant.id', 'connection.grant_id')
    .select('connection.wallet_address')
    .where('connection.visitor', '=', visitor)
    .where(ownGrants(visitor))
    .where('connection.consent_until', 'is not', null)
    .orderBy('connection.consent_until', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.wallet_address ?? null;
}
