import { LONGEST_ACCRUAL } from '../../protocol/accrual.js';
import { leftOf, type StoredConnection } from '../connections.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import type { TimeLookedAt } from './accrual/time-looked-at.js';
import { type LeastAmounts, nextPayment, untilDue } from './next-payment.js';
import { isUnfunded, PROBE_EVERY } from './unfunded.js';

/** A payment that is due. Nothing is reserved yet: submitIntent does that, if all of this still holds then. */
export interface DuePayment {
  due: true;
  amount: bigint;
  /** Milliseconds in which the next one accrues. */
  next: number;
}

export type Plan = { due: false; next: number } | DuePayment;

/**
 * Whether a payment is due, by what was read of the connection: all tabs, links, reloads and nodes share the time that its pages were looked at, so
 * together they spend what one would.
 * @throws RelayProblem `connection-not-active`, `least-amount-too-large`, `budget-spent`
 */
export async function planPayment(
  services: Pick<Services, 'write' | 'now' | 'minPaymentDelay'>,
  connection: StoredConnection,
  session: LeastAmounts,
  time?: TimeLookedAt,
): Promise<Plan> {
  checkIsActive(connection);
  const now = services.now();
  const { min_send_amount: least } = session;
  const { paymentAmount: amount, paymentDelay: delay } = nextPayment(services, connection, session);
  checkIsFunded(connection, now);
  if (delay > LONGEST_ACCRUAL) throw new RelayProblem('least-amount-too-large');
  const next = untilDue(services, connection, session, time);
  if (next > 0 || amount === 0n) return { due: false, next: next || delay };
  if (amount > leftOf(connection)) {
    // A receiver that takes only large amounts says nothing about the others.
    if (least === 1n) await setOutOfFunds(services, connection.id, connection.grant_id);
    throw budgetSpent(connection.interval_end, now);
  }
  return { due: true, amount, next: delay };
}

/** @throws RelayProblem `budget-spent` until it is time to try again whether there is money. */
function checkIsFunded(connection: StoredConnection, now: number): void {
  if (!isUnfunded(connection)) return;
  const until = Number(connection.paid_at ?? 0) + PROBE_EVERY;
  if (until > now && until <= now + PROBE_EVERY) throw noMoney(now);
}

/** What the page is told while the wallet has no money. */
export function noMoney(now: number): RelayProblem {
  return budgetSpent(
    BigInt(now + PROBE_EVERY),
    now,
    "The visitor's wallet has cancelled the last payments: it seems to have no money.",
  );
}

export function checkIsActive({ state }: StoredConnection): void {
  if (state === 'active' || state === 'out-of-funds') return;
  throw new RelayProblem('connection-not-active', `The connection is ${state}.`);
}

/** @param until milliseconds since 1970 at which the budget renews, or null. */
export function budgetSpent(until: bigint | null, now: number, detail?: string): RelayProblem {
  const retryAfter = until === null ? 3600 : Math.min(3600, Math.ceil((Number(until) - now) / 1000));
  return new RelayProblem('budget-spent', detail, { retryAfter: Math.max(1, retryAfter) });
}

/** What another consent has replaced meanwhile is not out of funds. @returns when the budget renews. */
export async function setOutOfFunds(
  { write }: Pick<Services, 'write'>,
  id: string,
  grantId: string | null,
): Promise<bigint | null> {
  const connection = await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ state: 'out-of-funds' })
      .where('id', '=', id)
      .where('grant_id', 'is not distinct from', grantId)
      .where('state', 'in', ['active', 'out-of-funds'])
      .returning('interval_end')
      .executeTakeFirst(),
  );
  return connection?.interval_end ?? null;
}
