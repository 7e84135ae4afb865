import type { Selectable } from 'kysely';
import type { WalletGrantTable } from '../core/database-schema.js';
import type { Transaction } from '../core/services.js';
import type { GrantServices } from './access-tokens.js';
import { sendCancelGrantRequest } from './send-cancel-grant-request.js';

/** Delay between the immediate first attempt and its first retry. */
const FIRST_RETRY_DELAY_MS = 60_000;

/** The columns of a grant that is revoked here but not yet at the wallet. */
export function toRevoking(
  now: number,
): Pick<Selectable<WalletGrantTable>, 'state' | 'revoke_at' | 'revoke_attempts'> {
  return { state: 'revoking', revoke_at: BigInt(now + FIRST_RETRY_DELAY_MS), revoke_attempts: 0n };
}

/** Stops the use of the grants. {@link revokeConnectionGrants} then revokes them at the wallets. */
export async function markGrantsRevoking(
  transaction: Transaction,
  connectionIds: string[],
  now: number,
  { except = '' }: { except?: string } = {},
): Promise<void> {
  if (connectionIds.length === 0) return;
  await transaction
    .updateTable('wallet_grant')
    .set(toRevoking(now))
    .where('connection_id', 'in', connectionIds)
    .where('id', '!=', except)
    .where('state', '=', 'active')
    .execute();
}

/**
 * Revokes the connections' `revoking` grants at the wallets.
 * @throws RelayProblem if a wallet does not confirm it. retry-revocations.ts tries again.
 */
export async function revokeConnectionGrants(
  services: GrantServices,
  connectionIds: string[],
): Promise<void> {
  if (connectionIds.length === 0) return;
  const grants = await services.database
    .selectFrom('wallet_grant')
    .select(['id', 'continue_uri', 'continue_token'])
    .where('connection_id', 'in', connectionIds)
    .where('state', '=', 'revoking')
    .execute();
  for (const grant of grants) await sendCancelGrantRequest(services, grant);
}
