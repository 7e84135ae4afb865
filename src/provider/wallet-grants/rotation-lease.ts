import type { Transaction } from '../core/services.js';
import type { GrantServices, GrantAccessToken } from './access-tokens.js';

/** Longer than a rotation takes, including storing the new token. A node that exceeds it has crashed. */
const ROTATION_LEASE_MS = 30_000;

/** Why a token is rotated: it expires soon, or the wallet rejects it. */
export type RotationReason = 'ends-soon' | 'refused';

/**
 * - `mine`: this task rotates the token.
 * - `elsewhere`: another task is rotating it.
 * - `done`: the token was already replaced or removed.
 * - `later`: the token must not be rotated now.
 */
export type RotationLease = 'mine' | 'elsewhere' | 'done' | 'later';

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
      if ((grant.rotation_leased_until ?? 0n) > BigInt(now)) return 'elsewhere';
      const isStillValid = reason === 'ends-soon' && token.expiresAt > now;
      if (isStillValid && (await hasSubmittingIntent(transaction, connectionId))) return 'later';
      await setRotationLease(transaction, token, BigInt(now + ROTATION_LEASE_MS));
      return 'mine';
    },
    // A power cut that loses the lease also ends the process that holds it.
    { durable: false },
  );
}

/**
 * Releases the lease without a new token, so that another task can try.
 * @param leasedAt when this node acquired the lease, in milliseconds since 1970.
 */
export async function releaseRotationLease(
  services: GrantServices,
  token: GrantAccessToken,
  leasedAt: number,
): Promise<void> {
  // The lease has expired, and another node may hold it now.
  if (services.now() - leasedAt >= ROTATION_LEASE_MS) return;
  await services.write((transaction) => setRotationLease(transaction, token, null), { durable: false });
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

async function setRotationLease(
  transaction: Transaction,
  { grantId }: GrantAccessToken,
  rotation_leased_until: bigint | null,
): Promise<void> {
  await transaction
    .updateTable('wallet_grant')
    .set({ rotation_leased_until })
    .where('id', '=', grantId)
    .execute();
}
