import { type RawBuilder, sql } from 'kysely';
import { prepaidTime } from '../../../protocol/compute-payment-amount-and-delay.js';
import type { StoredConnection } from '../../core/connections.js';
import type { Services } from '../../core/services.js';
import type { VisibleTime } from './visible-time.js';

export interface VisibleTimeUpdate {
  visible_ms: RawBuilder<bigint>;
  counted_until: RawBuilder<bigint>;
  unpaid_ms: RawBuilder<bigint>;
}

/** The clocks of two nodes differ by less. After a larger jump back of the clock, counting restarts. */
export const MAX_CLOCK_SKEW_MS = 60_000n;

/** The columns that a tick's visible time changes, on the current database state. */
export function visibleTimeUpdate(
  services: Pick<Services, 'minPaymentDelay'>,
  connection: StoredConnection,
  { from, to, now }: VisibleTime,
): VisibleTimeUpdate {
  const added = sql<bigint>`CASE
    WHEN counted_until <= ${sqlBigint(from)} THEN ${sqlBigint(to - from)}
    WHEN counted_until < ${sqlBigint(to)} THEN ${sqlBigint(to)} - counted_until
    ELSE 0 END`;
  return {
    visible_ms: sql<bigint>`visible_ms + ${added}`,
    counted_until: sql<bigint>`CASE WHEN ${added} > 0 OR counted_until > ${sqlBigint(now + MAX_CLOCK_SKEW_MS)} THEN ${sqlBigint(now)} ELSE counted_until END`,
    unpaid_ms: sql<bigint>`(${storedUnpaidMs(services, connection)} + ${added})`,
  };
}

/** `unpaidVisibleTime` in SQL, without the time of the current tick. */
export function storedUnpaidMs(
  { minPaymentDelay }: Pick<Services, 'minPaymentDelay'>,
  { rate }: StoredConnection,
): RawBuilder<bigint> {
  return sql<bigint>`coalesce(unpaid_ms, ${sqlBigint(BigInt(prepaidTime(rate, minPaymentDelay)))})`;
}

export function sqlMin(value: RawBuilder<bigint>, max: RawBuilder<bigint>): RawBuilder<bigint> {
  return sql<bigint>`CASE WHEN ${value} > ${max} THEN ${max} ELSE ${value} END`;
}

/** PostgreSQL cannot infer the type of a standalone parameter. */
export function sqlBigint(value: bigint): RawBuilder<bigint> {
  return sql<bigint>`CAST(${value} AS BIGINT)`;
}
