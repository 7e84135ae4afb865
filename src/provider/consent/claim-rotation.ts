import type { Services, Transaction } from '../services.js';
import type { AccessToken } from './wallet-grants.js';

/** Longer than the slowest answer of a wallet takes to arrive and to be stored: who does not come back by then has ended. */
const LEASE = 30_000;

/** Why a token is to be changed: it ends soon, or the wallet does not take it any more. */
export type RotationReason = 'ends-soon' | 'refused';

/** `mine` · `elsewhere` somebody is at it · `done` the token is another one already, or there is none any more · `later` not now. */
export type RotationClaim = 'mine' | 'elsewhere' | 'done' | 'later';

/**
 * Of all nodes, one may change a token at a time. A token that still works is not changed while a payment is being submitted: if the
 * answer got lost, nobody could ask the wallet any more what became of the payment.
 */
export function claimRotation(
  services: Services,
  connectionId: string,
  token: AccessToken,
  reason: RotationReason,
): Promise<RotationClaim> {
  const now = services.now();
  return services.write(
    async (transaction) => {
      const grant = await lockGrantOf(services, transaction, token);
      if (!grant) return 'done';
      if ((grant.rotating_until ?? 0n) > BigInt(now)) return 'elsewhere';
      const stillWorks = reason === 'ends-soon' && token.expiresAt > now;
      if (stillWorks && (await isSubmitting(transaction, connectionId))) return 'later';
      await setRotatingUntil(transaction, token, BigInt(now + LEASE));
      return 'mine';
    },
    // Who claims something that a power cut takes away has gone with it.
    { durable: false },
  );
}

/** The token stays as it is, and somebody else may try. @param claimedAt when this node asked for the claim. */
export async function endClaim(services: Services, token: AccessToken, claimedAt: number): Promise<void> {
  // Too late: it has ended by itself, and by now it may be another node's.
  if (services.now() - claimedAt >= LEASE) return;
  await services.write((transaction) => setRotatingUntil(transaction, token, null), { durable: false });
}

/** The grant, if it is still active and this is still its token; nobody else changes it until the transaction ends. */
export async function lockGrantOf(
  { secrets }: Services,
  transaction: Transaction,
  token: AccessToken,
): Promise<{ rotating_until: bigint | null } | undefined> {
  const grant = await transaction
    .selectFrom('wallet_grant')
    .select(['access_token', 'rotating_until'])
    .where('id', '=', token.grantId)
    .where('state', '=', 'active')
    .forUpdate()
    .executeTakeFirst();
  if (!grant?.access_token) return undefined;
  const value = secrets.open(grant.access_token, `wallet_grant ${token.grantId} access_token`);
  return value === token.value ? grant : undefined;
}

async function isSubmitting(transaction: Transaction, connectionId: string): Promise<boolean> {
  const intent = await transaction
    .selectFrom('intent')
    .select('id')
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'submitting')
    .executeTakeFirst();
  return intent !== undefined;
}

async function setRotatingUntil(
  transaction: Transaction,
  { grantId }: AccessToken,
  rotating_until: bigint | null,
): Promise<void> {
  await transaction.updateTable('wallet_grant').set({ rotating_until }).where('id', '=', grantId).execute();
}
