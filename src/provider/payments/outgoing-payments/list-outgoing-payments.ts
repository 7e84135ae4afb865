import type { OutgoingPayment } from '@interledger/open-payments';
import { withAccessToken } from '../../wallet-grants/with-access-token.js';
import { EgressError } from '../../egress/egress-error.js';
import { invalidResponse } from '../../open-payments/call-wallet.js';
import { isResourceMissing } from '../../open-payments/classify-error.js';
import type { OpenPaymentsClient } from '../../open-payments/open-payments-client.js';
import type { PaymentServices } from '../services/payment-services.js';
import type { Payer } from '../../core/payer.js';

/** Live servers send about 670 bytes per payment, so a page is half of the egress response limit. */
const PAGE_SIZE = 50;
/** An endless list would delay the recovery of all other payments. */
const MAX_PAGES = 1_000;
/** Shorter than `LEASE_MS`, after which another node starts over. */
const MAX_READ_MS = 20_000;
/** Tolerated difference between the wallet's clock and ours. */
const MAX_CLOCK_SKEW_MS = 5 * 60_000;

// https://openpayments.dev/apis/resource-server/operations/get-outgoing-payment/
/**
 * Returns the payment at this URL, or undefined if the wallet returns "not found".
 * @param url must be a URL of the payer's wallet, because it receives the access token.
 */
export async function getOutgoingPayment(
  services: PaymentServices,
  payer: Payer,
  url: string,
): Promise<OutgoingPayment | undefined> {
  try {
    return await withAccessToken(services, payer, (accessToken) =>
      services.client.outgoingPayment.get({ url, accessToken }),
    );
  } catch (error) {
    if (isResourceMissing(error)) return undefined;
    throw error;
  }
}

// https://openpayments.dev/apis/resource-server/operations/list-outgoing-payments/
/**
 * Lists the outgoing payments of this client and wallet address, page by page, newest first. The list
 * contains the visitor's payments to all sites.
 * @param since lists back to this time, in milliseconds since 1970.
 * @param expected number of payments that the caller looks for. Limits the size of the first page.
 * @throws RelayProblem, OpenPaymentsClientError, EgressError
 */
export async function* listOutgoingPaymentsSince(
  services: PaymentServices,
  payer: Payer,
  since: number,
  expected: number = PAGE_SIZE,
): AsyncGenerator<OutgoingPayment[]> {
  const until = services.now() + MAX_READ_MS;
  let size = Math.min(PAGE_SIZE, expected);
  let maxPageSize = PAGE_SIZE;
  let cursor: string | undefined;
  for (let pages = 0; pages < MAX_PAGES && services.now() < until; pages += 1) {
    const page = await fetchPage(services, payer, size, cursor);
    const recent = page.result.filter(({ createdAt }) => Date.parse(createdAt) >= since - MAX_CLOCK_SKEW_MS);
    yield recent;
    const { hasNextPage, endCursor } = page.pagination;
    if (recent.length < page.result.length || !hasNextPage || !endCursor) return;
    if (endCursor === cursor) throw invalidResponse(['the list of payments repeats a page']);
    cursor = endCursor;
    if (page.size < size) maxPageSize = page.size;
    size = maxPageSize;
  }
  throw invalidResponse([
    `the list of payments does not end within ${MAX_PAGES} pages and ${MAX_READ_MS} ms`,
  ]);
}

/** Fetches one page. If the response exceeds the egress limit, retries with half the page size. */
async function fetchPage(
  services: PaymentServices,
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
    const isTooLarge = error instanceof EgressError && error.failure === 'response-too-large';
    if (!isTooLarge || size === 1) throw error;
    return fetchPage(services, payer, Math.trunc(size / 2), cursor);
  }
}
