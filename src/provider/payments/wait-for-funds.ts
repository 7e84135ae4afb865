import type { Payment } from '../../protocol/relay-messages.js';
import type { StoredConnection } from '../connections.js';
import type { Services } from '../services.js';
import type { StoredSession } from '../sessions.js';
import type { Intent } from './move-intent.js';
import { payerOf, readConnection } from './payer.js';
import { toPaymentMessage } from './payment-message.js';
import { noMoney } from './plan-payment.js';
import { settlePayments } from './settle-payments.js';
import { takeUntold } from './tell-payment.js';

/** When (milliseconds after another) the wallet is asked whether it has sent something: live ones take up to a second. */
const ASKED_AFTER = [200, 800, 2_000];

/**
 * A wallet that has had no money was asked to pay once more: the page is told only of what was sent, and a payment that shows it later is told by a later tick.
 * @throws RelayProblem `budget-spent` when nothing was sent so far.
 */
export async function waitForFunds(
  services: Services,
  connection: StoredConnection,
  session: StoredSession,
  { id }: Intent,
  next: number,
): Promise<Payment> {
  for (const wait of ASKED_AFTER) {
    await services.sleep(wait);
    const intent = await readIntent(services, id);
    if (intent?.state === 'created') await settle(services, connection, intent);
    const settled = await readIntent(services, id);
    const told = settled && (await takeUntold(services, session, [settled]));
    if (told) {
      const { spent } = await readConnection(services.database, connection.id);
      return toPaymentMessage(payerOf(connection), session, told, next, { spent });
    }
    if (settled?.state !== 'created') break;
  }
  throw noMoney(services.now());
}

async function settle(services: Services, { id }: StoredConnection, intent: Intent): Promise<void> {
  try {
    await settlePayments(services, [intent], { now: true });
  } catch (error) {
    services.log.warn({ err: error, connection: id }, 'payments are not settled yet');
  }
}

function readIntent({ database }: Services, id: string): Promise<Intent | undefined> {
  return database.selectFrom('intent').selectAll().where('id', '=', id).executeTakeFirst();
}
