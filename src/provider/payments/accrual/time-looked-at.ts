import { type RawBuilder, sql } from 'kysely';
import { accrualTime, MOST_AHEAD, paidAhead } from '../../../protocol/accrual.js';
import type { StoredConnection } from '../../connections.js';
import type { Services } from '../../services.js';
import { NOT_DURABLE } from '../intent-transitions.js';
import type { Mark } from './marks.js';

/**
 * Invariant I8, the rate: at any moment what was streamed from a consent is no more than its rate × the time that its pages were looked at, and 60
 * seconds of the rate beyond. That holds whatever the receiver's unit, and for any number of links, tabs, absences, clock jumps and restarts. It is held
 * here: time is put by as pages are looked at ({@link countTime}), and a payment takes from it ({@link payFromTime}), or there is none.
 *
 * A page says with each tick that it is looked at. By then it has waited as long as it was told, and it waits only while it is visible: so much is known,
 * and not when that was. It is taken to have been right after the last answer. Then no moment counts twice, however many pages are open.
 */
export interface TimeLookedAt {
  /** The last answer and the end of the wait, in milliseconds since 1970. */
  readonly from: bigint;
  readonly to: bigint;
  readonly now: bigint;
  /** How long (milliseconds) the page was told to wait. */
  readonly waited: number;
  /** The page has not ticked before. */
  readonly isFirst: boolean;
  /** The database has it. */
  counted: boolean;
}

/** More than the clocks of two nodes differ by (milliseconds): one that was so far ahead has been set back. What is counted begins anew then. */
const CLOCK_SKEW = 60_000n;
/** Of what has accrued, no more than this remains after a payment: absent links do not save up. */
export const MOST_LEFT = 60_000n;

/** @param mark what the page was answered last; null for its first tick, for nobody knows what was before. */
export function timeLookedAt(mark: Mark | null, now: number): TimeLookedAt {
  const { at, wait } = mark ?? { at: now, wait: 0 };
  const isFirst = { isFirst: mark === null, counted: false };
  const passed = Math.max(0, Math.min(now - at, wait));
  return { from: BigInt(at), to: BigInt(at + passed), now: BigInt(now), waited: wait, ...isFirst };
}

/** Milliseconds of the rate that may be paid, as far as it is known. */
export function unpaidTime(
  { minPaymentDelay }: Pick<Services, 'minPaymentDelay'>,
  { unpaid, rate, counted_until: until }: StoredConnection,
  time?: TimeLookedAt,
): number {
  const before = unpaid === null ? paidAhead(rate, minPaymentDelay) : Number(unpaid);
  if (!time || time.counted) return before;
  const { from, to } = time;
  return before + Math.max(0, Number(to - (until > from ? until : from)));
}

/**
 * A page's first payment does not wait, while its consent owes no time: it is paid ahead, and the page's next one waits for what both accrue for.
 * Together with what a consent is paid ahead when it begins it is no more than a minute's, and it comes no sooner after the last payment than it
 * accrues for.
 * @param needed milliseconds that the payment accrues for.
 */
export function mayPayAhead(
  { minPaymentDelay }: Pick<Services, 'minPaymentDelay'>,
  { rate, paid_at: before }: StoredConnection,
  needed: number,
  time?: TimeLookedAt,
): boolean {
  if (!time?.isFirst || time.counted || before === null) return false;
  const isWithinMinute = needed + paidAhead(rate, minPaymentDelay) <= MOST_AHEAD;
  return isWithinMinute && Number(before) + needed <= Number(time.now);
}

/** Nothing is paid in this tick, or it is not known yet: the time counts. */
export async function countTime(
  services: Pick<Services, 'write' | 'minPaymentDelay'>,
  connection: StoredConnection,
  time: TimeLookedAt,
): Promise<void> {
  const isSetBack = connection.counted_until > time.now + CLOCK_SKEW;
  if (time.counted || (time.to === time.from && !isSetBack)) return;
  await services.write(
    (transaction) =>
      transaction
        .updateTable('connection')
        .set(countedTime(services, connection, time))
        .where('id', '=', connection.id)
        .where('grant_id', 'is not distinct from', connection.grant_id)
        .execute(),
    NOT_DURABLE,
  );
  time.counted = true;
}

/**
 * The rule of the rate: what is streamed has accrued before, in time that the visitor's pages were looked at. One statement decides it, by what is in
 * the database then, for all pages and all nodes.
 * @returns what a payment of `amount` sets, and the condition without which there is none.
 */
export function payFromTime(
  services: Pick<Services, 'minPaymentDelay'>,
  connection: StoredConnection,
  amount: bigint,
  time?: TimeLookedAt,
) {
  const { unpaid, ...counted } = time
    ? countedTime(services, connection, time)
    : { unpaid: storedUnpaid(services, connection) };
  const accrued = accrualTime(connection.rate, amount);
  const needed = number(accrued);
  const left = sql<bigint>`(${unpaid} - ${needed})`;
  const isAhead = mayPayAhead(services, connection, Number(accrued), time);
  return {
    set: { ...counted, unpaid: atMost(left, number(MOST_LEFT)) },
    hasAccrued: sql<boolean>`${unpaid} >= ${isAhead ? number(0n) : needed}`,
  };
}

/** As in {@link unpaidTime}, by what is in the database when this is decided. */
export function countedTime(
  services: Pick<Services, 'minPaymentDelay'>,
  connection: StoredConnection,
  { from, to, now }: TimeLookedAt,
) {
  const added = sql<bigint>`CASE
    WHEN counted_until <= ${number(from)} THEN ${number(to - from)}
    WHEN counted_until < ${number(to)} THEN ${number(to)} - counted_until
    ELSE 0 END`;
  return {
    looked_at: sql<bigint>`looked_at + ${added}`,
    counted_until: sql<bigint>`CASE WHEN ${added} > 0 OR counted_until > ${number(now + CLOCK_SKEW)} THEN ${number(now)} ELSE counted_until END`,
    unpaid: sql<bigint>`(${storedUnpaid(services, connection)} + ${added})`,
  };
}

function storedUnpaid(
  { minPaymentDelay }: Pick<Services, 'minPaymentDelay'>,
  { rate }: StoredConnection,
): RawBuilder<bigint> {
  return sql<bigint>`coalesce(unpaid, ${number(BigInt(paidAhead(rate, minPaymentDelay)))})`;
}

export function atMost(value: RawBuilder<bigint>, most: RawBuilder<bigint>): RawBuilder<bigint> {
  return sql<bigint>`CASE WHEN ${value} > ${most} THEN ${most} ELSE ${value} END`;
}

/** PostgreSQL cannot tell the type of a parameter that stands alone. */
export function number(value: bigint): RawBuilder<bigint> {
  return sql<bigint>`CAST(${value} AS BIGINT)`;
}
