import { sql, type SqlBool } from 'kysely';
import { spreadOverWallets } from '../payments/spread-over-wallets.js';
import type { Services } from '../services.js';
import { cancelGrant } from './cancel-grant.js';

/** How many a round looks at, the longest overdue first. */
const BATCH = 500;
const MINUTE = 60_000;
const LONGEST_PAUSE = 24 * 60 * MINUTE;

/** Spelled as the index's condition is. */
const REVOKING = sql<SqlBool>`(state = 'revoking')`;

/**
 * Tells the wallets that were silent that a grant has ended: after a minute, two, four, up to once a day, until the visitor's consent would have ended
 * by itself. Of several nodes one asks.
 */
export async function cancelGrantsAgain(services: Services): Promise<void> {
  const { database, now, log } = services;
  const due = await database
    .selectFrom('wallet_grant')
    .select(['id', 'continue_uri', 'continue_token', 'resource_server', 'cancel_at', 'cancel_tries'])
    .where(REVOKING)
    .where('cancel_at', '<=', BigInt(now()))
    .where(({ or, eb }) => or([eb('consent_until', 'is', null), eb('consent_until', '>', BigInt(now()))]))
    .orderBy('cancel_at')
    .limit(BATCH)
    .execute();
  await spreadOverWallets(services, due, async (grant) => {
    try {
      if (await takeTurn(services, grant)) await cancelGrant(services, grant);
    } catch (error) {
      log.warn({ err: error, grant: grant.id }, 'a wallet does not know yet that a consent has ended');
    }
  });
}

/** The next try is planned before this one is made: a node that ends in between holds nobody up, and no other asks at the same time. */
async function takeTurn(
  { write, now }: Services,
  { id, cancel_at, cancel_tries }: { id: string; cancel_at: bigint; cancel_tries: bigint },
): Promise<boolean> {
  const pause = Math.min(LONGEST_PAUSE, 2 * MINUTE * 2 ** Number(cancel_tries));
  const { numUpdatedRows } = await write((transaction) =>
    transaction
      .updateTable('wallet_grant')
      .set({ cancel_at: BigInt(now() + pause), cancel_tries: cancel_tries + 1n })
      .where('id', '=', id)
      .where('state', '=', 'revoking')
      .where('cancel_at', '=', cancel_at)
      .executeTakeFirst(),
  );
  return numUpdatedRows === 1n;
}
