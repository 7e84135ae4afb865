import type { Payment } from '../../protocol/relay-messages.js';
import type { StoredConnection } from '../core/connections.js';
import type { PaymentServices } from './services/payment-services.js';
import type { StoredSession } from '../core/sessions.js';
import type { Intent } from '../core/intent-table.js';
import { toPayer, readConnection } from '../core/payer.js';
import { toPaymentMessage } from './delivery/payment-message.js';
import { unfundedProblem } from '../budget/budget-problems.js';
import { settlePayments } from './outgoing-payments/settle-payments.js';
import { claimUndelivered } from './delivery/claim-undelivered.js';

/** Delays before each query for the sent amount. Live wallets take up to a second to send. */
const POLL_DELAYS_MS = [200, 800, 2_000];

/**
 * Waits for the result of a probe payment to a wallet that had no money. The response reports only what was
 * sent. If the wallet sends later, a later tick reports it.
 * @throws RelayProblem `budget-spent` if nothing was sent yet.
 */
export async function awaitProbePayment(
  services: PaymentServices,
  connection: StoredConnection,
  session: StoredSession,
  { id }: Intent,
  next: number,
): Promise<Payment> {
  for (const delayMs of POLL_DELAYS_MS) {
    await services.sleep(delayMs);
    const intent = await readIntent(services, id);
    if (intent?.state === 'created') await settleIntent(services, connection, intent);
    const settled = await readIntent(services, id);
    const claimed = settled && (await claimUndelivered(services, session, [settled]));
    if (claimed) {
      const { spent } = await readConnection(services.database, connection.id);
      return toPaymentMessage(toPayer(connection), session, claimed, next, { spent });
    }
    if (settled?.state !== 'created') break;
  }
  throw unfundedProblem(services.now());
}

async function settleIntent(
  services: PaymentServices,
  { id }: StoredConnection,
  intent: Intent,
): Promise<void> {
  try {
    await settlePayments(services, [intent], { now: true });
  } catch (error) {
    services.log.warn({ err: error, connection: id }, 'payments are not settled yet');
  }
}

function readIntent({ database }: PaymentServices, id: string): Promise<Intent | undefined> {
  return database.selectFrom('intent').selectAll().where('id', '=', id).executeTakeFirst();
}
