import type { StoredConnection } from '../../connections.js';
import type { Services } from '../../services.js';
import { NOT_DURABLE } from '../intent-transitions.js';
import { countedTime, type TimeLookedAt } from './time-looked-at.js';

/** What was due goes by unpaid: a page that ticks on and on does not make a wallet that refuses quote on and on. */
export async function skipTurn(
  services: Services,
  connection: StoredConnection,
  time: TimeLookedAt,
): Promise<void> {
  const { id, paid_at: before } = connection;
  await services.write(
    (transaction) =>
      transaction
        .updateTable('connection')
        .set({ ...countedTime(services, connection, time), paid_at: BigInt(services.now()), unpaid: 0n })
        .where('id', '=', id)
        .where('paid_at', 'is not distinct from', before)
        .execute(),
    NOT_DURABLE,
  );
  time.counted = true;
}
