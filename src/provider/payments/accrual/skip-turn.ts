import { sql } from 'kysely';
import type { StoredConnection } from '../../connections.js';
import type { Services } from '../../services.js';
import { NOT_DURABLE } from '../intent-transitions.js';
import { atMost, countedTime, MOST_LEFT, number, type TimeLookedAt } from './time-looked-at.js';

/**
 * What was due goes by unpaid: a page that ticks on and on does not make a wallet that refuses quote on and on. Of what has accrued for long no more than
 * a minute is lost.
 * @param needed milliseconds that the amount accrues for.
 */
export async function skipTurn(
  services: Pick<Services, 'write' | 'now' | 'minPaymentDelay'>,
  connection: StoredConnection,
  time: TimeLookedAt,
  needed: number,
): Promise<void> {
  const { id, paid_at: before } = connection;
  const { unpaid, ...counted } = countedTime(services, connection, time);
  const left = sql<bigint>`(${atMost(unpaid, number(BigInt(needed)))} - ${number(MOST_LEFT)})`;
  await services.write(
    (transaction) =>
      transaction
        .updateTable('connection')
        .set({
          ...counted,
          paid_at: BigInt(services.now()),
          unpaid: sql`CASE WHEN ${left} > 0 THEN ${left} WHEN ${unpaid} < 0 THEN ${unpaid} ELSE 0 END`,
        })
        .where('id', '=', id)
        .where('paid_at', 'is not distinct from', before)
        .execute(),
    NOT_DURABLE,
  );
  time.counted = true;
}
