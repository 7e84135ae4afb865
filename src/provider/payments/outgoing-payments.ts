import type { OutgoingPayment } from '@interledger/open-payments';
import { withAccessToken } from '../consent/with-access-token.js';
import { invalid } from '../open-payments/call-wallet.js';
import type { Services } from '../services.js';
import type { Payer } from './payer.js';

/** What the documents allow at most. */
const MAX_PAGE_SIZE = 100;
/** No honest list is longer, back to the payments in question; one without end would hold up everybody else's. */
const MOST_PAGES = 20;
/** Two clocks, the wallet's and ours, may differ by this much. */
const CLOCK_SKEW = 5 * 60_000;

// https://openpayments.dev/apis/resource-server/operations/list-outgoing-payments/
/** The wallet's payments under this connection's grant, newest first, back to `since` (milliseconds since 1970), in pages of `expected`. */
export async function* listOutgoingPayments(
  services: Services,
  payer: Payer,
  since: number,
  expected = MAX_PAGE_SIZE,
): AsyncGenerator<OutgoingPayment> {
  let cursor: string | undefined;
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const { result, pagination } = await withAccessToken(services, payer, (accessToken) =>
      services.client.outgoingPayment.list(
        { url: payer.resourceServer, accessToken, walletAddress: payer.walletAddress },
        {
          'wallet-address': payer.walletAddress,
          first: cursor ? MAX_PAGE_SIZE : Math.min(MAX_PAGE_SIZE, expected),
          ...(cursor ? { cursor } : {}),
        },
      ),
    );
    for (const payment of result) {
      if (Date.parse(payment.createdAt) < since - CLOCK_SKEW) return;
      yield payment;
    }
    cursor = pagination.hasNextPage ? pagination.endCursor : undefined;
    if (!cursor) return;
  }
  throw invalid([`the list of payments has more than ${MOST_PAGES} pages`]);
}
