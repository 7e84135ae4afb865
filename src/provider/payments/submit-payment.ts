import { classifyError, isTransient } from '../open-payments/classify-error.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { type Intent, markCreated, releaseIntent, type SubmittingIntent } from './intent-transitions.js';
import { amountOf, isSameAmount, type Payer } from './payer.js';
import { payQuote } from './pay-quote.js';
import { budgetSpent } from './plan-payment.js';

/**
 * Pays the intent's quote and judges the answer.
 * @returns the outgoing payment's id.
 * @throws RelayProblem. After `budget-spent`, `receiver-invalid`, `wallet-refused` nothing was paid and the intent is released; after
 * `wallet-unreachable` and `payment-pending` nobody knows yet and the intent stays open for recoverIntent.
 */
export async function submitPayment(
  services: Services,
  payer: Payer,
  intent: SubmittingIntent,
  incomingPayment: string,
): Promise<string> {
  const { write } = services;
  try {
    const payment = await payQuote(services, payer, intent);
    await markCreated(services, intent, payment.id);
    if (
      payment.receiver !== incomingPayment ||
      !isSameAmount(payment.debitAmount, amountOf(payer, intent.debit_amount))
    ) {
      await write((transaction) =>
        transaction
          .updateTable('connection')
          .set({ state: 'paused' })
          .where('id', '=', payer.connectionId)
          .where('state', 'in', ['active', 'out-of-funds'])
          .execute(),
      );
      throw new RelayProblem(
        'wallet-answer-invalid',
        'The wallet made another payment than the one quoted; the connection is paused.',
      );
    }
    return payment.id;
  } catch (cause) {
    throw await judgeRefusal(services, intent, cause);
  }
}

/** Releases the intent where the wallet's refusal is definite, and says what the page is told. */
export async function judgeRefusal({ write, now }: Services, intent: Intent, cause: unknown): Promise<Error> {
  if (cause instanceof RelayProblem && cause.code !== 'connection-not-active') return cause;
  const failure = cause instanceof RelayProblem ? 'refused' : classifyError(cause);
  if (failure === 'internal') return cause as Error;
  if (isTransient(failure)) {
    return new RelayProblem('wallet-unreachable', 'The wallet did not say what became of the payment.', {
      cause,
    });
  }
  if (failure === 'quote-invalid') return new RelayProblem('payment-pending', undefined, { cause });
  await releaseIntent(write, intent);
  if (cause instanceof RelayProblem) return cause;
  if (failure === 'over-limit') {
    const connection = await write((transaction) =>
      transaction
        .updateTable('connection')
        .set({ state: 'out-of-funds' })
        .where('id', '=', intent.connection_id)
        .where('state', '=', 'active')
        .returning('interval_end')
        .executeTakeFirst(),
    );
    return budgetSpent(connection?.interval_end ?? null, now());
  }
  if (failure === 'receiver-invalid') return new RelayProblem('receiver-invalid', undefined, { cause });
  return new RelayProblem('wallet-refused', undefined, { cause });
}
