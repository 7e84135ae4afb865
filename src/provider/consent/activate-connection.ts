import type { Selectable } from 'kysely';
import { budgetIntervalAt } from '../payments/budget-interval.js';
import { RelayProblem } from '../problem.js';
import type { WalletGrantTable } from '../schema.js';
import type { Transaction } from '../services.js';
import { endGrants } from './cancel-grants.js';
import { rejectPendingGrants } from './request-consent.js';

/**
 * What the visitor has consented to is what the connection pays by from now on. Earlier consents of this visitor for this site end: a
 * page that lost its key has made a new connection, and nobody would pay by the old one, or find it, any more.
 * @returns the connections whose grants the wallet has to be told about.
 * @throws RelayProblem `not-found` when the connection was revoked in the meantime.
 */
export async function activateConnection(
  transaction: Transaction,
  grant: Selectable<WalletGrantTable>,
  now: number,
): Promise<string[]> {
  const { wallet_address, asset_code, asset_scale, resource_server } = grant;
  const { id, budget, rate, interval, consent_until, connection_id } = grant;
  const connection = await transaction
    .updateTable('connection')
    .set({
      ...{ wallet_address, asset_code, asset_scale, resource_server, budget, rate, interval, consent_until },
      // Who has consented, whoever has had the connection bound meanwhile.
      ...(grant.visitor !== null && { visitor: grant.visitor }),
      // What is still open was reserved of the grant before.
      ...{
        state: 'active',
        grant_id: id,
        spent: 0n,
        reserved: 0n,
        lowered_budget: null,
        unsure: 0n,
        failures: 0n,
        // What has accrued before, at another rate, is not paid at this one.
        unpaid: null,
        counted_until: BigInt(now),
        ...budgetIntervalAt(interval, now),
      },
    })
    .where('id', '=', connection_id)
    .where('state', '!=', 'revoked')
    .returning(['visitor', 'origin'])
    .executeTakeFirst();
  if (!connection) throw new RelayProblem('not-found', 'This connection no longer waits for consent.');

  // What earlier events told too much was in the asset of the wallet before.
  await transaction
    .updateTable('session')
    .set({ told_too_much: 0n, told_too_much_received: 0n })
    .where('connection_id', '=', connection_id)
    .execute();
  const replaced = await endEarlierConnections(transaction, connection_id, connection);
  const ended = [connection_id, ...replaced];
  await endGrants(transaction, ended, now, { except: id });
  return ended;
}

async function endEarlierConnections(
  transaction: Transaction,
  id: string,
  { visitor, origin }: { visitor: string | null; origin: string },
): Promise<string[]> {
  // The sandbox's visitor has no cookie: those connections are of many browsers.
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
