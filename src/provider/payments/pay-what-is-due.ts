import type { NothingDue, Payment } from '../../protocol/relay-messages.js';
import type { StoredConnection } from '../connections.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import type { StoredSession } from '../sessions.js';
import { NOT_DURABLE } from './intent-transitions.js';
import { payerOf } from './payer.js';
import { toPaymentMessage } from './payment-message.js';
import { planPayment } from './plan-payment.js';
import { quotePayment } from './quote-payment.js';
import { raiseMinSendAmount } from './raise-min-send-amount.js';
import { submitIntent } from './submit-intent.js';
import { submitPayment } from './submit-payment.js';

/** How soon to ask again when another tick was faster. */
const NEXT_AFTER_ANOTHER = 1_000;
/** Each round at least doubles the amount; a wallet that refuses 2^16 units is not probed further. */
const MAX_PROBES = 16;

/** @throws RelayProblem */
export async function payWhatIsDue(
  services: Services,
  connection: StoredConnection,
  session: StoredSession,
  probes = MAX_PROBES,
): Promise<Payment | NothingDue> {
  const plan = await planPayment(services, connection, session);
  if (!plan.due) return { next: plan.next };
  const { incoming_payment: incomingPayment } = session;
  const payer = payerOf(connection);
  const { amount } = plan;
  const quote = await quotePayment(services, payer, { incomingPayment, amount }).catch(
    async (error: unknown) => {
      await skipTurn(services, connection);
      throw error;
    },
  );
  if ('minSendAmount' in quote) {
    if (probes === 0) {
      await skipTurn(services, connection);
      throw new RelayProblem('wallet-refused', 'No amount is large enough to arrive.');
    }
    return payWhatIsDue(
      services,
      connection,
      await raiseMinSendAmount(services, session, amount, quote),
      probes - 1,
    );
  }
  const intent = await submitIntent(services, connection, {
    kind: 'streamed',
    sessionId: session.id,
    amount,
    quote,
  });
  if (!intent) return { next: NEXT_AFTER_ANOTHER };
  const submission = await submitPayment(services, payer, intent, { incomingPayment, told: true });
  return submission === 'paid'
    ? toPaymentMessage(payer, session, intent, plan.next)
    : { next: NEXT_AFTER_ANOTHER };
}

/** What was due goes by unpaid: a page that ticks on and on does not make a wallet that refuses quote on and on. */
function skipTurn({ write, now }: Services, { id, paid_at }: StoredConnection): Promise<unknown> {
  return write(
    (transaction) =>
      transaction
        .updateTable('connection')
        .set({ paid_at: BigInt(now()) })
        .where('id', '=', id)
        .where('paid_at', 'is not distinct from', paid_at)
        .execute(),
    NOT_DURABLE,
  );
}
