import { sql } from 'kysely';
import { dropAccruedTime } from '../../budget/accrued-time.js';
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
  const { unpaid_ms, ...counted } = visibleTimeUpdate(services, connection, time);
  const left = sql<bigint>`(${sqlMin(unpaid_ms, sqlBigint(BigInt(neededMs)))} - ${sqlBigint(MAX_UNPAID_MS)})`;
  const remaining = sql<bigint>`CASE WHEN ${left} > 0 THEN ${left} WHEN ${unpaid_ms} < 0 THEN ${unpaid_ms} ELSE 0 END`;
  await services.write(
    (transaction) =>
      dropAccruedTime(transaction, connection, { ...counted, unpaid_ms: remaining }, services.now()),
    NOT_DURABLE,
  );
  time.isRecorded = true;
}
