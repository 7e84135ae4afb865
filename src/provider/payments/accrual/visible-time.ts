import { sql, type RawBuilder } from 'kysely';
import {
  accrualTime,
  MAX_PREPAID_MS,
  prepaidTime,
} from '../../../protocol/compute-payment-amount-and-delay.js';
import { addVisibleTime } from '../../budget/accrued-time.js';
import type { StoredConnection } from '../../core/connections.js';
import type { Services } from '../../core/services.js';
import { NOT_DURABLE } from '../../core/not-durable.js';
import type { LastTick } from '../../authentication/visible-time-token.js';
import {
  MAX_CLOCK_SKEW_MS,
  sqlBigint,
  sqlMin,
  storedUnpaidMs,
  visibleTimeUpdate,
  type VisibleTimeUpdate,
} from './visible-time-update.js';

/**
 * The time that a tick adds to its connection's visible time.
 *
 * Invariant I8, the rate: at any time, the amount streamed under a consent is at most its rate × (the visible
 * time of its pages + 60 seconds). This holds for every unit of the receiver and for any number of links,
 * tabs, absences, clock jumps and restarts. It is enforced here: {@link recordVisibleTime} adds visible time,
 * and {@link spendVisibleTime} subtracts the time of each payment.
 *
 * A page sends a tick after it has been visible for the wait of the previous response. The provider does not
 * know when exactly it was visible, and assumes the time right after that response. So no moment counts
 * twice, however many pages are open.
 */
export interface VisibleTime {
  /** The time of the previous response and the end of its wait, in milliseconds since 1970. */
  readonly from: bigint;
  readonly to: bigint;
  readonly now: bigint;
  /** The wait in the previous response, in milliseconds. */
  readonly waitedMs: number;
  /** True for the page's first tick. */
  readonly isFirst: boolean;
  /** True once the time is stored in the database. */
  isRecorded: boolean;
}

/** At most this much accrued time remains after a payment. Links cannot save up time. */
export const MAX_UNPAID_MS = 60_000n;

/**
 * @param lastTick the response to the page's previous tick, or null for its first tick.
 * @param now milliseconds since 1970.
 */
export function computeVisibleTime(lastTick: LastTick | null, now: number): VisibleTime {
  const { at, wait } = lastTick ?? { at: now, wait: 0 };
  const passed = Math.max(0, Math.min(now - at, wait));
  return {
    from: BigInt(at),
    to: BigInt(at + passed),
    now: BigInt(now),
    waitedMs: wait,
    isFirst: lastTick === null,
    isRecorded: false,
  };
}

/** The unpaid visible time in milliseconds, as far as known. Negative after a prepayment. */
export function unpaidVisibleTime(
  { minPaymentDelay }: Pick<Services, 'minPaymentDelay'>,
  { unpaid_ms, rate, counted_until: until }: StoredConnection,
  time?: VisibleTime,
): number {
  const before = unpaid_ms === null ? prepaidTime(rate, minPaymentDelay) : Number(unpaid_ms);
  if (!time || time.isRecorded) return before;
  const { from, to } = time;
  return before + Math.max(0, Number(to - (until > from ? until : from)));
}

/**
 * Whether a page's first payment may be made before it has accrued. The page's next payment then waits until
 * both have accrued. Together with the prepaid time of a new consent, at most a minute is prepaid. The
 * connection's last payment must be at least `needed` old.
 * @param needed milliseconds in which the payment accrues.
 */
export function mayPayAhead(
  { minPaymentDelay }: Pick<Services, 'minPaymentDelay'>,
  { rate, paid_at: before }: StoredConnection,
  needed: number,
  time?: VisibleTime,
): boolean {
  if (!time?.isFirst || time.isRecorded || before === null) return false;
  const isWithinMinute = needed + prepaidTime(rate, minPaymentDelay) <= MAX_PREPAID_MS;
  return isWithinMinute && Number(before) + needed <= Number(time.now);
}

/** Stores the visible time of a tick without a payment, or with a payment whose result is unknown. */
export async function recordVisibleTime(
  services: Pick<Services, 'write' | 'minPaymentDelay'>,
  connection: StoredConnection,
  time: VisibleTime,
): Promise<void> {
  const isSetBack = connection.counted_until > time.now + MAX_CLOCK_SKEW_MS;
  if (time.isRecorded || (time.to === time.from && !isSetBack)) return;
  await services.write(
    (transaction) => addVisibleTime(transaction, connection, visibleTimeUpdate(services, connection, time)),
    NOT_DURABLE,
  );
  time.isRecorded = true;
}

/**
 * Enforces the rate: a payment must have accrued in visible time. A single SQL statement decides this on the
 * current database state, for all pages and all nodes.
 * @returns `set`: the columns that the payment updates. `hasAccrued`: the condition for the payment.
 */
export function spendVisibleTime(
  services: Pick<Services, 'minPaymentDelay'>,
  connection: StoredConnection,
  amount: bigint,
  time?: VisibleTime,
): { set: Partial<VisibleTimeUpdate>; hasAccrued: RawBuilder<boolean> } {
  const { unpaid_ms, ...counted } = time
    ? visibleTimeUpdate(services, connection, time)
    : { unpaid_ms: storedUnpaidMs(services, connection) };
  const accrued = accrualTime(connection.rate, amount);
  const needed = sqlBigint(accrued);
  const left = sql<bigint>`(${unpaid_ms} - ${needed})`;
  const isAhead = mayPayAhead(services, connection, Number(accrued), time);
  return {
    set: { ...counted, unpaid_ms: sqlMin(left, sqlBigint(MAX_UNPAID_MS)) },
    hasAccrued: sql<boolean>`${unpaid_ms} >= ${isAhead ? sqlBigint(0n) : needed}`,
  };
}
