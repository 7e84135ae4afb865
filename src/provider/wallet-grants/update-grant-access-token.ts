import type { Transaction } from '../core/services.js';
import type { GrantServices, IssuedToken } from './access-tokens.js';

/** For tokens without a lifetime. Live servers use the same value. */
const DEFAULT_LIFETIME_S = 600;

// https://webmonetization.org/specification/flows/#dfn-update-grant-access-token
export async function updateGrantAccessToken(
  { secrets, now }: GrantServices,
  grantId: string,
  token: IssuedToken,
  transaction: Transaction,
): Promise<void> {
  await transaction
    .updateTable('wallet_grant')
    .set({
      state: 'active',
      access_token: secrets.seal(token.value, `wallet_grant ${grantId} access_token`),
      manage_url: token.manage,
      rotation_leased_until: null,
      expires_at: addSeconds(now(), token.expires_in ?? DEFAULT_LIFETIME_S),
    })
    .where('id', '=', grantId)
    .execute();
}

const MAX_LIFETIME_S = 365 * 86_400;

/** Adds 0 to `MAX_LIFETIME_S` seconds to `now`. Values from a wallet can be outside of this range. */
export function addSeconds(now: number, seconds: number): bigint {
  return BigInt(now + Math.min(MAX_LIFETIME_S, Math.max(0, seconds)) * 1000);
}
