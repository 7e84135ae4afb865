import type { Selectable } from 'kysely';
import { newBudget } from '../budget/budget-state.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { WalletGrantTable } from '../core/database-schema.js';
import type { Transaction } from '../core/services.js';
import { markGrantsRevoking } from './revoke-connection-grants.js';
import { rejectPendingGrants } from './send-outgoing-payment-and-quote-grant-request.js';

/**
 * Applies a new consent to its connection. Earlier connections of the same visitor and site are revoked: a
 * page that lost its key has created a new connection and cannot use the old one any more.
 * @returns the ids of the connections whose grants must be revoked at the wallet.
 * @throws RelayProblem `not-found` if the connection was revoked meanwhile.
 */
export async function activateConnection(
  transaction: Transaction,
  grant: Selectable<WalletGrantTable>,
  now: number,
): Promise<string[]> {
  const { wallet_address, asset_code, asset_scale, resource_server } = grant;
  const { id, consent_until, connection_id } = grant;
  const connection = await transaction
    .updateTable('connection')
    .set({
      ...{ wallet_address, asset_code, asset_scale, resource_server, consent_until },
      // The visitor who consented. The connection may have been bound to another browser meanwhile.
      ...(grant.visitor !== null && { visitor: grant.visitor }),
      ...{ state: 'active', grant_id: id },
      ...newBudget(grant, now),
    })
    .where('id', '=', connection_id)
    .where('state', '!=', 'revoked')
    .returning(['visitor', 'origin'])
    .executeTakeFirst();
  if (!connection) throw new RelayProblem('not-found', 'This connection was revoked.');

  // The overreported amounts are in the asset of the earlier wallet.
  await transaction
    .updateTable('session')
    .set({ overreported_sent: 0n, overreported_received: 0n })
    .where('connection_id', '=', connection_id)
    .execute();
  const replaced = await revokeEarlierConnections(transaction, connection_id, connection);
  const revokedIds = [connection_id, ...replaced];
  await markGrantsRevoking(transaction, revokedIds, now, { except: id });
  return revokedIds;
}

async function revokeEarlierConnections(
  transaction: Transaction,
  id: string,
  { visitor, origin }: { visitor: string | null; origin: string },
): Promise<string[]> {
  // The sandbox visitor has no cookie: its connections belong to many browsers.
  if (visitor === null) return [];
  const earlier = await transaction
    .updateTable('connection')
    .set({ state: 'revoked' })
    .where('visitor', '=', visitor)
    .where('origin', '=', origin)
    .where('id', '!=', id)
    .where('wallet_address', 'is not', null)
    .where('state', '!=', 'revoked')
    .returning('id')
    .execute();
  for (const each of earlier) await rejectPendingGrants(transaction, each.id);
  return earlier.map((each) => each.id);
}
