import { sql } from 'kysely';
import { isUnleased } from '../../core/tables/lease.js';
import { acquireIntentLease } from '../intents/intent-lease.js';
import type { PaymentServices } from '../services/payment-services.js';
import { recoverIntent } from './recover-intent.js';
import { MAX_RECOVERY_DELAY_MS } from './recovery-delay.js';
import { settlePayments } from '../outgoing-payments/settle-payments.js';
import { forEachWithConcurrencyPerWallet } from '../../core/for-each-with-concurrency-per-wallet.js';
import { readUnfinishedIntents, IS_UNFINISHED } from '../intents/unfinished-intents.js';

/** Intents per round, oldest lease first. Large enough that one silent wallet does not block the others. */
const BATCH_SIZE = 500;
/** If no tick has settled a created payment by then, its page is closed. */
const SETTLE_ABANDONED_AFTER_MS = 2 * 60_000;
/** Older payments are not settled any more. */
const SETTLE_ABANDONED_WITHIN_MS = 60 * 60_000;
/** Longer than sessions live. Later, no page can receive the payment. */
const DELIVER_WITHIN_MS = 60 * 60_000;

const RESOURCE_SERVER = sql<
  string | null
>`(SELECT resource_server FROM ${sql.table('connection')} WHERE connection.id = intent.connection_id)`.as(
  'resource_server',
);

/** Recovers payments without a lease, for example after a crash, and settles those of closed pages. */
export async function recoverUnleasedIntents(services: PaymentServices): Promise<void> {
  const { database, now, log } = services;
  const unleased = await database
    .selectFrom('intent')
    .selectAll()
    .select(RESOURCE_SERVER)
    .where(IS_UNFINISHED)
    .where('state', '=', 'submitting')
    .where(isUnleased('leased_until', now()))
    .where((column) =>
      column.or([
        column('recover_at', '<=', BigInt(now())),
        column('recover_at', '>', BigInt(now() + MAX_RECOVERY_DELAY_MS)),
      ]),
    )
    .orderBy('leased_until')
    .limit(BATCH_SIZE)
    .execute();
  await forEachWithConcurrencyPerWallet(services, unleased, async (intent) => {
    try {
      const leased = await acquireIntentLease(services, intent);
      if (!leased) return;
      const recovery = await recoverIntent(services, leased);
      log.info({ intent: intent.id, recovery }, 'recovered a payment that was in flight');
    } catch (error) {
      log.warn({ intent: intent.id, err: error }, 'the result of a payment in flight is still unknown');
    }
  });
  await settleAbandonedPayments(services);
  await expireUndelivered(services);
}

async function settleAbandonedPayments(services: PaymentServices): Promise<void> {
  const { database, now, log } = services;
  const abandoned = await database
    .selectFrom('intent')
    .select(['connection_id', RESOURCE_SERVER])
    .distinct()
    .where(IS_UNFINISHED)
    .where('state', '=', 'created')
    .where('created_at', '<', BigInt(now() - SETTLE_ABANDONED_AFTER_MS))
    .where('created_at', '>', BigInt(now() - SETTLE_ABANDONED_WITHIN_MS))
    .limit(BATCH_SIZE)
    .execute();
  await forEachWithConcurrencyPerWallet(services, abandoned, async ({ connection_id }) => {
    try {
      const { created } = await readUnfinishedIntents(database, connection_id);
      await settlePayments(services, created);
    } catch (error) {
      log.warn({ err: error, connection: connection_id }, 'payments are not settled yet');
    }
  });
}

async function expireUndelivered({ write, now }: PaymentServices): Promise<void> {
  await write((transaction) =>
    transaction
      .updateTable('intent')
      .set({ undelivered: 3n })
      .where('undelivered', '=', 1n)
      .where('created_at', '<', BigInt(now() - DELIVER_WITHIN_MS))
      .execute(),
  );
}
