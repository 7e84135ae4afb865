import type { OutgoingPayment } from '@interledger/open-payments';
import { withAccessToken } from '../consent/with-access-token.js';
import { EgressError } from '../egress/egress-error.js';
import { invalid } from '../open-payments/call-wallet.js';
import { saysThereIsNone } from '../open-payments/classify-error.js';
import type { OpenPaymentsClient } from '../open-payments/client.js';
import type { Services } from '../services.js';
import type { Payer } from './payer.js';

/** Live servers write some 670 bytes for a payment, so that this is half of what the egress reads. */
const PAGE_SIZE = 50;
/** No honest list is longer, back to the payments in question; one without end would hold up everybody else's. */
const MOST_PAGES = 1_000;
/** Shorter than a claim lasts, for another node begins anew then. */
const LONGEST_READING = 20_000;
/** Two clocks, the wallet's and ours, may differ by this much. */
const CLOCK_SKEW = 5 * 60_000;

// https://openpayments.dev/apis/resource-server/operations/get-outgoing-payment/
/** The payment at this URL, which is one of the payer's wallet; undefined when the wallet says that there is none. */
export async function getOutgoingPayment(
  services: Services,
  payer: Payer,
  url: string,
): Promise<OutgoingPayment | undefined> {
  try {
    return await withAccessToken(services, payer, (accessToken) =>
      services.client.outgoingPayment.get({ url, accessToken }),
    );
  } catch (error) {
    if (saysThereIsNone(error)) return undefined;
    throw error;
  }
}

// https://openpayments.dev/apis/resource-server/operations/list-outgoing-payments/
/**
 * The wallet's payments of this client and this wallet address, all sites' of the visitor, newest first, page by page, back to `since` (milliseconds since 1970).
 * @param expected of the first page, where fewer are looked for than a page has.
 */
export async function* listOutgoingPayments(
  services: Services,
  payer: Payer,
  since: number,
  expected = PAGE_SIZE,
): AsyncGenerator<OutgoingPayment[]> {
  const until = services.now() + LONGEST_READING;
  let size = Math.min(PAGE_SIZE, expected);
  let largest = PAGE_SIZE;
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES && services.now() < until; pages += 1) {
    const page = await readPage(services, payer, size, cursor);
    const recent = page.result.filter(({ createdAt }) => Date.parse(createdAt) >= since - CLOCK_SKEW);
    yield recent;
    const { hasNextPage, endCursor } = page.pagination;
    if (recent.length < page.result.length || !hasNextPage || !endCursor) return;
    if (endCursor === cursor) throw invalid(['the list of payments goes round in circles']);
    cursor = endCursor;
    if (page.size < size) largest = page.size;
    size = largest;
  }
  throw invalid([`the list of payments does not end within ${MOST_PAGES} pages and ${LONGEST_READING} ms`]);
}

/** One page, of as many payments as the egress reads: some wallets write more of each. */
async function readPage(
  services: Services,
  payer: Payer,
  size: number,
  cursor: string | undefined,
): Promise<Awaited<ReturnType<OpenPaymentsClient['outgoingPayment']['list']>> & { size: number }> {
  try {
    const page = await withAccessToken(services, payer, (accessToken) =>
      services.client.outgoingPayment.list(
        { url: payer.resourceServer, accessToken, walletAddress: payer.walletAddress },
        { 'wallet-address': payer.walletAddress, first: size, ...(cursor ? { cursor } : {}) },
      ),
    );
    return { ...page, size };
  } catch (error) {
    const isTooLarge = error instanceof EgressError && error.failure === 'answer-too-large';
    if (!isTooLarge || size === 1) throw error;
    return readPage(services, payer, Math.trunc(size / 2), cursor);
  }
}
