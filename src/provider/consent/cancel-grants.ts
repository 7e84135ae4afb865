import type { Services, Transaction } from '../services.js';
import { cancelGrant } from './cancel-grant.js';

/** Whoever ends a grant tells its wallet at once; a wallet that is silent is asked again after this time. */
const FIRST_RETRY = 60_000;

/** What is stored of a grant that has ended here, and whose wallet does not know it yet. */
export function ending(now: number) {
  return { state: 'revoking' as const, cancel_at: BigInt(now + FIRST_RETRY), cancel_tries: 0n };
}

/** From here on the grants of the connection are not used any more; {@link cancelGrants} tells the wallet. */
export async function endGrants(
  transaction: Transaction,
  connectionIds: string[],
  now: number,
  { except = '' }: { except?: string } = {},
): Promise<void> {
  if (connectionIds.length === 0) return;
  await transaction
    .updateTable('wallet_grant')
    .set(ending(now))
    .where('connection_id', 'in', connectionIds)
    .where('id', '!=', except)
    .where('state', '=', 'active')
    .execute();
}

/** @throws RelayProblem when a wallet is silent; cancel-again.ts asks it again. */
export async function cancelGrants(services: Services, connectionIds: string[]): Promise<void> {
  if (connectionIds.length === 0) return;
  const grants = await services.database
    .selectFrom('wallet_grant')
    .select(['id', 'continue_uri', 'continue_token'])
    .where('connection_id', 'in', connectionIds)
    .where('state', '=', 'revoking')
    .execute();
  for (const grant of grants) await cancelGrant(services, grant);
}
