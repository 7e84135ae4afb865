import type { OutgoingPayment } from '@interledger/open-payments';
import { classifyError, isTransient } from '../open-payments/classify-error.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import type { Intent } from './intent-transitions.js';
import { getOutgoingPayment, listOutgoingPayments } from './outgoing-payments.js';
import type { Payer } from './payer.js';

/** What the wallet says of the intent's payment; undefined: there is none. */
export type Told = [intent: Intent, payment: OutgoingPayment | undefined];

/** Pages that are read at once, as long as each has one of the payments on it. */
const MOST_PAGES = 10;
/** Payments that are asked about one by one; the others in a later round. */
const MOST_ASKED = 20;

/**
 * Asks the wallet about payments that it has made for one connection: by the list, which says much in one call, as long as they are near its beginning. Behind
 * many of the visitor's other payments, and where there is no list, each is asked about by its id, the oldest first.
 * @param created oldest first.
 */
export async function* askAboutPayments(
  services: Services,
  payer: Payer,
  created: Intent[],
): AsyncGenerator<Told> {
  const waiting = new Map(created.map((intent) => [intent.outgoing_payment, intent]));
  const isWhole = yield* readList(services, payer, waiting);
  for (const intent of [...waiting.values()].slice(0, isWhole ? undefined : MOST_ASKED)) {
    // What a wallet has listed back to then is all that there is.
    yield [intent, isWhole ? undefined : await askAboutPayment(services, payer, intent)];
  }
}

/** Undefined where the wallet does not say, too: others wait to be asked about. */
async function askAboutPayment(
  services: Services,
  payer: Payer,
  { outgoing_payment: url }: Intent,
): Promise<OutgoingPayment | undefined> {
  // Made by an earlier consent, with another wallet: it gets no token of this one.
  if (url === null || new URL(url).origin !== new URL(payer.resourceServer).origin) return undefined;
  try {
    return await getOutgoingPayment(services, payer, url);
  } catch (error) {
    if (error instanceof RelayProblem || ['internal', 'unreachable'].includes(classifyError(error)))
      throw error;
    services.log.debug({ err: error, payment: url }, 'the wallet does not say how a payment ended');
    return undefined;
  }
}

/** Takes out of `waiting` what it finds. @returns whether the list was read to its end. */
async function* readList(
  services: Services,
  payer: Payer,
  waiting: Map<string | null, Intent>,
): AsyncGenerator<Told, boolean> {
  const since = Math.min(...[...waiting.values()].map(({ created_at }) => Number(created_at)));
  let pages = 0;
  try {
    for await (const page of listOutgoingPayments(services, payer, since, waiting.size)) {
      pages += 1;
      const left = waiting.size;
      for (const payment of page) {
        const intent = waiting.get(payment.id);
        waiting.delete(payment.id);
        if (intent) yield [intent, payment];
      }
      if (waiting.size === 0) return true;
      if (waiting.size === left || pages === MOST_PAGES) return false;
    }
    return true;
  } catch (error) {
    const failure = classifyError(error);
    if (error instanceof RelayProblem || failure === 'internal' || isTransient(failure)) throw error;
    services.log.debug({ err: error, wallet: payer.resourceServer }, 'payments are asked about by their ids');
    return false;
  }
}
