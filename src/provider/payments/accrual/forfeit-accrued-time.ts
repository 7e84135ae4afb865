import { sql } from 'kysely';
import type { StoredConnection } from '../../core/connections.js';
import type { Services } from '../../core/services.js';
import { NOT_DURABLE } from '../../core/not-durable.js';
import { MAX_UNPAID_MS, type VisibleTime } from './visible-time.js';
import { sqlBigint, sqlMin, visibleTimeUpdate } from './visible-time-update.js';

/**
 * Drops the accrued time of a payment that failed. Otherwise each tick would request another quote from a
 * wallet that keeps refusing. Of a longer accrual, only the last `MAX_UNPAID_MS` are dropped.
 * @param neededMs milliseconds in which the failed amount accrues.
 */
export async function forfeitAccruedTime(
  services: Pick<Services, 'write' | 'now' | 'minPaymentDelay'>,
  connection: StoredConnection,
  time: VisibleTime,
  neededMs: number,
): Promise<void> {
  const { id, paid_at: before } = connection;
  const { unpaid_ms, ...counted } = visibleTimeUpdate(services, connection, time);
  const left = sql<bigint>`(${sqlMin(unpaid_ms, sqlBigint(BigInt(neededMs)))} - ${sqlBigint(MAX_UNPAID_MS)})`;
  await services.write(
    (transaction) =>
      transaction
        .updateTable('connection')
        .set({
          ...counted,
          paid_at: BigInt(services.now()),
          unpaid_ms: sql`CASE WHEN ${left} > 0 THEN ${left} WHEN ${unpaid_ms} < 0 THEN ${unpaid_ms} ELSE 0 END`,
        })
        .where('id', '=', id)
        .where('paid_at', 'is not distinct from', before)
        .execute(),
    NOT_DURABLE,
  );
  time.isRecorded = true;
}
