import { sql } from 'kysely';
import type { Services } from '../services.js';
import { CLAIM, claimIntent } from './claim-intent.js';
import { recoverIntent } from './recover-intent.js';
import { LONGEST_PAUSE } from './recovery-pause.js';
import { settlePayments } from './settle-payments.js';
import { spreadOverWallets } from './spread-over-wallets.js';
import { readUnfinishedIntents, UNFINISHED } from './unfinished-intents.js';

/** How many a round looks at, the longest neglected first: enough that those of one silent wallet do not hide the others. */
const BATCH = 500;
/** A created payment that no tick has settled for so long has no page any more. */
const SETTLE_ABANDONED_AFTER = 2 * 60_000;
/** And so long after that nobody settles it any more. */
const SETTLE_ABANDONED_WITHIN = 60 * 60_000;
/** Sessions do not live as long: their pages are gone. */
const TELL_WITHIN = 60 * 60_000;

const RESOURCE_SERVER = sql<
  string | null
>`(SELECT resource_server FROM ${sql.table('connection')} WHERE connection.id = intent.connection_id)`.as(
  'resource_server',
);

/** What no page's tick does: recovers the payments that nobody takes care of, after a crash for example, and settles those whose page has gone. */
export async function recoverUnclaimedIntents(services: Services): Promise<void> {
  const { database, now, log } = services;
  const unclaimed = await database
    .selectFrom('intent')
    .selectAll()
    .select(RESOURCE_SERVER)
    .where(UNFINISHED)
    .where('state', '=', 'submitting')
    .where((column) =>
      column.or([
        column('claimed_until', '<=', BigInt(now())),
        column('claimed_until', '>', BigInt(now() + CLAIM)),
      ]),
    )
    .where((column) =>
      column.or([
        column('recover_at', '<=', BigInt(now())),
        column('recover_at', '>', BigInt(now() + LONGEST_PAUSE)),
      ]),
    )
    .orderBy('claimed_until')
    .limit(BATCH)
    .execute();
  await spreadOverWallets(services, unclaimed, async (intent) => {
    try {
      const claimed = await claimIntent(services, intent);
      if (!claimed) return;
      const recovery = await recoverIntent(services, claimed);
      log.info({ intent: intent.id, recovery }, 'recovered a payment that was in flight');
    } catch (error) {
      log.warn({ intent: intent.id, err: error }, 'a payment in flight is still unknown');
    }
  });
  await settleAbandoned(services);
  await forgetUntold(services);
}

async function settleAbandoned(services: Services): Promise<void> {
  const { database, now, log } = services;
  const abandoned = await database
    .selectFrom('intent')
    .select(['connection_id', RESOURCE_SERVER])
    .distinct()
    .where(UNFINISHED)
    .where('state', '=', 'created')
    .where('created_at', '<', BigInt(now() - SETTLE_ABANDONED_AFTER))
    .where('created_at', '>', BigInt(now() - SETTLE_ABANDONED_WITHIN))
    .limit(BATCH)
    .execute();
  await spreadOverWallets(services, abandoned, async ({ connection_id }) => {
    try {
      const { created } = await readUnfinishedIntents(database, connection_id);
      await settlePayments(services, created);
    } catch (error) {
      log.warn({ err: error, connection: connection_id }, 'payments are not settled yet');
    }
  });
}

async function forgetUntold({ write, now }: Services): Promise<void> {
  await write((transaction) =>
    transaction
      .updateTable('intent')
      .set({ untold: 3n })
      .where('untold', '=', 1n)
      .where('created_at', '<', BigInt(now() - TELL_WITHIN))
      .execute(),
  );
}
