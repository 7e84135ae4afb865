import { NOT_DURABLE } from '../core/not-durable.js';
import type { Transaction } from '../core/services.js';
import { isLeasedByAnyClock, leaseFrom } from '../core/tables/lease.js';
import type { GrantAccessToken, GrantServices } from './access-tokens.js';

/** Why a token is rotated: it expires soon, or the wallet rejects it. */
export type RotationReason = 'ends-soon' | 'refused';

/**
 * - its end, in milliseconds since 1970: this task rotates the token.
 * - `elsewhere`: another task is rotating it.
 * - `done`: the token was already replaced or removed.
 * - `later`: the token must not be rotated now.
 */
export type RotationLease = bigint | 'elsewhere' | 'done' | 'later';

/**
 * Acquires the right to rotate a token, for one task of all nodes. A valid token is not rotated while a
 * payment is being submitted: if the rotation's response were lost, the payment could not be queried.
 */
export function acquireRotationLease(
  services: GrantServices,
  connectionId: string,
  token: GrantAccessToken,
  reason: RotationReason,
): Promise<RotationLease> {
  const now = services.now();
  return services.write(
    async (transaction) => {
      const grant = await lockGrant(services, transaction, token);
      if (!grant) return 'done';
      if (isLeasedByAnyClock(grant.rotation_leased_until, now)) return 'elsewhere';
      const isStillValid = reason === 'ends-soon' && token.expiresAt > now;
      if (isStillValid && (await hasSubmittingIntent(transaction, connectionId))) return 'later';
      const lease = leaseFrom(now);
      await transaction
        .updateTable('wallet_grant')
        .set({ rotation_leased_until: lease })
        .where('id', '=', token.grantId)
        .execute();
      return lease;
    },
    // A power cut that loses the lease also ends the process that holds it.
    NOT_DURABLE,
  );
}

/** Releases the lease without a new token, so that another task can try. */
export async function releaseRotationLease(
  { write }: GrantServices,
  { grantId }: GrantAccessToken,
  lease: bigint,
): Promise<void> {
  await write(
    (transaction) =>
      transaction
        .updateTable('wallet_grant')
        .set({ rotation_leased_until: null })
        .where('id', '=', grantId)
        .where('rotation_leased_until', '=', lease)
        .execute(),
    NOT_DURABLE,
  );
}

/** Locks the grant until the transaction ends. Undefined if it is not active or has another token. */
export async function lockGrant(
  { secrets }: GrantServices,
  transaction: Transaction,
  token: GrantAccessToken,
): Promise<{ rotation_leased_until: bigint | null } | undefined> {
  const grant = await transaction
    .selectFrom('wallet_grant')
    .select(['access_token', 'rotation_leased_until'])
    .where('id', '=', token.grantId)
    .where('state', '=', 'active')
    .forUpdate()
    .executeTakeFirst();
  if (!grant?.access_token) return undefined;
  const value = secrets.open(grant.access_token, `wallet_grant ${token.grantId} access_token`);
  return value === token.value ? grant : undefined;
}

async function hasSubmittingIntent(transaction: Transaction, connectionId: string): Promise<boolean> {
  const intent = await transaction
    .selectFrom('intent')
    .select('id')
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'submitting')
    .executeTakeFirst();
  return intent !== undefined;
}
