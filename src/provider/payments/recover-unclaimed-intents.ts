import type { Services } from '../services.js';
import { CLAIM, claimIntent } from './claim-intent.js';
import { recoverIntent } from './recover-intent.js';
import { settlePayments } from './settle-payments.js';
import { readUnfinishedIntents, UNFINISHED } from './unfinished-intents.js';

/** How many at a time; the longest neglected come first. */
const BATCH = 50;
/** A created payment that no tick has settled for so long has no page any more. */
const SETTLE_ABANDONED_AFTER = 2 * 60_000;
/** And so long after that nobody settles it any more. */
const SETTLE_ABANDONED_WITHIN = 60 * 60_000;
/** Sessions do not live as long: their pages are gone. */
const TELL_WITHIN = 60 * 60_000;

/** What no page's tick does: recovers the payments that nobody takes care of, after a crash for example, and settles those whose page has gone. */
export async function recoverUnclaimedIntents(services: Services): Promise<void> {
  const { database, now, log } = services;
  const unclaimed = await database
    .selectFrom('intent')
    .selectAll()
    .where(UNFINISHED)
    .where('state', '=', 'submitting')
    .where((column) =>
      column.or([
        column('claimed_until', '<=', BigInt(now())),
        column('claimed_until', '>', BigInt(now() + CLAIM)),
      ]),
    )
    .orderBy('claimed_until')
    .limit(BATCH)
    .execute();
  for (const intent of unclaimed) {
    if (services.stopping.aborted) return;
    const claimed = await claimIntent(services, intent);
    if (!claimed) continue;
    try {
      const recovery = await recoverIntent(services, claimed);
      log.info({ intent: intent.id, recovery }, 'recovered a payment that was in flight');
    } catch (error) {
      log.warn({ intent: intent.id, err: error }, 'a payment in flight is still unknown');
    }
  }
  await settleAbandoned(services);
  await forgetUntold(services);
}

async function settleAbandoned(services: Services): Promise<void> {
  const { database, now, log } = services;
  const abandoned = await database
    .selectFrom('intent')
    .select('connection_id')
    .distinct()
    .where(UNFINISHED)
    .where('state', '=', 'created')
    .where('created_at', '<', BigInt(now() - SETTLE_ABANDONED_AFTER))
    .where('created_at', '>', BigInt(now() - SETTLE_ABANDONED_WITHIN))
    .limit(BATCH)
    .execute();
  for (const { connection_id } of abandoned) {
    if (services.stopping.aborted) return;
    const { created } = await readUnfinishedIntents(database, connection_id);
    await settlePayments(services, created).catch((error: unknown) =>
      log.warn({ err: error, connection: connection_id }, 'payments are not settled yet'),
    );
  }
}

async function forgetUntold({ write, now }: Services): Promise<void> {
  await write((transaction) =>
    transaction
      .updateTable('intent')
      .set({ untold: 0n })
      .where('untold', '=', 1n)
      .where('created_at', '<', BigInt(now() - TELL_WITHIN))
      .execute(),
  );
}
