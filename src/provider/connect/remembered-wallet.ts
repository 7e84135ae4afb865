import type { Services } from '../services.js';

/** The wallet that this visitor connected last, for any site, or null. */
export async function rememberedWallet({ database }: Services, visitor: string): Promise<string | null> {
  const last = await database
    .selectFrom('connection')
    .select('wallet_address')
    .where('visitor', '=', visitor)
    .where('wallet_address', 'is not', null)
    .where('consent_until', 'is not', null)
    .orderBy('consent_until', 'desc')
    .limit(1)
    .executeTakeFirst();
  return last?.wallet_address ?? null;
}
