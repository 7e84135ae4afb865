import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { endConsent } from '../consent/end-consent.js';
import { RelayProblem } from '../problem.js';
import type { ConnectionTable, SessionTable } from '../schema.js';
import type { Services, Transaction } from '../services.js';
import { computePaymentAmountAndDelay } from './accrual.js';
import { budgetIntervalAt } from './budget-interval.js';
import { type Intent, NOT_DURABLE } from './intent-transitions.js';
import { type Payer, payerOf } from './payer.js';

/** How soon to ask again while another tick of the same connection is being paid. */
export const NEXT_WHILE_PENDING = 1_000;

export type Plan =
  | { due: false; next: number }
  | { due: true; next: number; intent: Intent; payer: Payer; paidAtBefore: bigint | null };

/**
 * Decides whether a payment is due, and if so reserves its amount and writes the intent: all in one transaction, so that any number of
 * tabs, links, reloads and provider nodes together spend what one would. Nothing is asked of the wallet before the intent's next step, so this one need not be on disk.
 * @throws RelayProblem `connection-not-active`, `budget-spent`
 */
export async function planPayment(services: Services, session: Selectable<SessionTable>): Promise<Plan> {
  const now = services.now();
  const plan = await services.write(async (transaction) => {
    const stored = await readConnection(transaction, session.connection_id);
    const connection = await endConsent(transaction, await renewInterval(transaction, stored, now), now);
    if (connection.state !== 'active' && connection.state !== 'out-of-funds') {
      throw new RelayProblem('connection-not-active', `The connection is ${connection.state}.`);
    }
    const { paymentAmount, paymentDelay } = computePaymentAmountAndDelay(
      connection.rate,
      session.min_send_amount,
      services.minPaymentDelay,
    );
    const next = untilDue(connection.paid_at, paymentDelay, now);
    if (next > 0 || paymentAmount === 0n) return { due: false as const, next: next || paymentDelay };
    if (connection.spent + connection.reserved + paymentAmount > connection.budget) {
      // A receiver that takes only large amounts says nothing about the others.
      if (session.min_send_amount === 1n) await setState(transaction, connection.id, 'out-of-funds');
      return { due: 'over-budget' as const, until: connection.interval_end };
    }
    const intent = await reserve(transaction, connection, session.id, paymentAmount, now);
    if (!intent) return { due: false as const, next: NEXT_WHILE_PENDING };
    if (connection.state !== 'active') await setState(transaction, connection.id, 'active');
    return {
      due: true as const,
      next: paymentDelay,
      intent,
      payer: payerOf(connection),
      paidAtBefore: connection.paid_at,
    };
  }, NOT_DURABLE);
  if (plan.due === 'over-budget') throw budgetSpent(plan.until, now);
  return plan;
}

/** @param until milliseconds since 1970 at which the budget renews, or null. */
export function budgetSpent(until: bigint | null, now: number): RelayProblem {
  const retryAfter = until === null ? 3600 : Math.min(3600, Math.ceil((Number(until) - now) / 1000));
  return new RelayProblem('budget-spent', undefined, { retryAfter: Math.max(1, retryAfter) });
}

type Connection = Selectable<ConnectionTable>;

function readConnection(transaction: Transaction, id: string): Promise<Connection> {
  return transaction.selectFrom('connection').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

export async function renewInterval(
  transaction: Transaction,
  connection: Connection,
  now: number,
): Promise<Connection> {
  if (connection.interval_end === null || BigInt(now) < connection.interval_end) return connection;
  const state = connection.state === 'out-of-funds' ? ('active' as const) : connection.state;
  const renewed = { state, spent: 0n, ...budgetIntervalAt(connection.interval, now) };
  await transaction.updateTable('connection').set(renewed).where('id', '=', connection.id).execute();
  return { ...connection, ...renewed };
}

/** A clock that was set back makes nobody wait longer than one delay. */
function untilDue(paidAt: bigint | null, delay: number, now: number): number {
  if (paidAt === null) return 0;
  return Math.min(delay, Math.max(0, Number(paidAt) + delay - now));
}

/** Undefined while an earlier intent of the connection is open: the unique index on open intents lets no second one in. */
async function reserve(
  transaction: Transaction,
  { id, interval_start, grant_id }: Connection,
  sessionId: string,
  amount: bigint,
  now: number,
): Promise<Intent | undefined> {
  const intent = await transaction
    .insertInto('intent')
    .values({
      id: randomUUID(),
      connection_id: id,
      session_id: sessionId,
      state: 'planned',
      debit_amount: amount,
      interval_start,
      grant_id,
      created_at: BigInt(now),
      quote_id: null,
      quote_expires_at: null,
      outgoing_payment: null,
      sent_amount: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returningAll()
    .executeTakeFirst();
  if (!intent) return undefined;
  await transaction
    .updateTable('connection')
    .set((column) => ({ reserved: column('reserved', '+', amount), paid_at: BigInt(now) }))
    .where('id', '=', id)
    .execute();
  return intent;
}

async function setState(transaction: Transaction, id: string, state: Connection['state']): Promise<void> {
  await transaction.updateTable('connection').set({ state }).where('id', '=', id).execute();
}
