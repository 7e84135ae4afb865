import { computePaymentAmountAndDelay } from '../../protocol/accrual.js';
import type { StoredConnection } from '../connections.js';
import type { Services } from '../services.js';
import { NOT_DURABLE } from './intent-transitions.js';

/** What was due goes by unpaid: a page that ticks on and on does not make a wallet that refuses quote on and on. */
export async function skipTurn(services: Services, connection: StoredConnection): Promise<void> {
  await setPaidAt(services, connection, services.now());
}

/**
 * The first payment does not wait, as far as it is no more than what others are paid at first. Where that does not arrive, or too little of it, the rest
 * has to accrue: what has not accrued is not paid.
 */
export async function beginAccrual(
  services: Services,
  connection: StoredConnection,
): Promise<StoredConnection> {
  if (connection.paid_at !== null) return connection;
  const { paymentDelay } = computePaymentAmountAndDelay(connection.rate, 1n, services.minPaymentDelay);
  return setPaidAt(services, connection, services.now() - paymentDelay);
}

async function setPaidAt(
  { write }: Services,
  connection: StoredConnection,
  at: number,
): Promise<StoredConnection> {
  const { id, paid_at: before } = connection;
  await write(
    (transaction) =>
      transaction
        .updateTable('connection')
        .set({ paid_at: BigInt(at) })
        .where('id', '=', id)
        .where('paid_at', 'is not distinct from', before)
        .execute(),
    NOT_DURABLE,
  );
  return { ...connection, paid_at: BigInt(at) };
}
