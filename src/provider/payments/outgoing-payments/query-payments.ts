import type { OutgoingPayment } from '@interledger/open-payments';
import { classifyError, isTransientFailure } from '../../open-payments/classify-error.js';
import { RelayProblem } from '../../core/relay-problem.js';
import type { PaymentServices } from '../services/payment-services.js';
import type { Intent } from '../../core/intent-table.js';
import { getOutgoingPayment, listOutgoingPaymentsSince } from './list-outgoing-payments.js';
import type { Payer } from '../../core/payer.js';

/** An intent and its payment at the wallet, or undefined if the wallet does not return one. */
export type PaymentStatus = [intent: Intent, payment: OutgoingPayment | undefined];

/** Pages of the list that one query reads. It stops earlier at a page without any of the payments. */
const MAX_LIST_PAGES = 10;
/** Payments that one query requests by id. The others follow in a later round. */
const MAX_SINGLE_QUERIES = 20;

/**
 * Queries the wallet for payments of one connection. It first reads the list, which returns many payments per
 * request. Payments that are not near the list's start, or all if there is no list, are requested by id.
 * @param created oldest first.
 */
export async function* queryPayments(
  services: PaymentServices,
  payer: Payer,
  created: Intent[],
): AsyncGenerator<PaymentStatus> {
  const unresolved = new Map(created.map((intent) => [intent.outgoing_payment, intent]));
  const isComplete = yield* queryList(services, payer, unresolved);
  for (const intent of [...unresolved.values()].slice(0, isComplete ? undefined : MAX_SINGLE_QUERIES)) {
    // A complete list without the payment means that the payment does not exist.
    yield [intent, isComplete ? undefined : await queryPayment(services, payer, intent)];
  }
}

/** Returns undefined for most errors too, so that one payment does not block the others. */
async function queryPayment(
  services: PaymentServices,
  payer: Payer,
  { outgoing_payment: url }: Intent,
): Promise<OutgoingPayment | undefined> {
  // The payment belongs to the wallet of an earlier consent, which must not receive this wallet's token.
  if (url === null || new URL(url).origin !== new URL(payer.resourceServer).origin) return undefined;
  try {
    return await getOutgoingPayment(services, payer, url);
  } catch (error) {
    if (error instanceof RelayProblem || ['internal', 'unreachable'].includes(classifyError(error)))
      throw error;
    services.log.debug({ err: error, payment: url }, 'the wallet does not return the result of a payment');
    return undefined;
  }
}

/**
 * Reads the list and removes the payments that it finds from `unresolved`.
 * @returns true if all were found, or if the list was read completely.
 */
async function* queryList(
  services: PaymentServices,
  payer: Payer,
  unresolved: Map<string | null, Intent>,
): AsyncGenerator<PaymentStatus, boolean> {
  const since = Math.min(...[...unresolved.values()].map(({ created_at }) => Number(created_at)));
  let pages = 0;
  try {
    for await (const page of listOutgoingPaymentsSince(services, payer, since, unresolved.size)) {
      pages += 1;
      const left = unresolved.size;
      for (const payment of page) {
        const intent = unresolved.get(payment.id);
        unresolved.delete(payment.id);
        if (intent) yield [intent, payment];
      }
      if (unresolved.size === 0) return true;
      if (unresolved.size === left || pages === MAX_LIST_PAGES) return false;
    }
    return true;
  } catch (error) {
    const failure = classifyError(error);
    if (error instanceof RelayProblem || failure === 'internal' || isTransientFailure(failure)) throw error;
    services.log.debug(
      { err: error, wallet: payer.resourceServer },
      'listing payments failed; requesting them by id',
    );
    return false;
  }
}
