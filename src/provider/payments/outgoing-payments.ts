import type { OutgoingPayment } from '@interledger/open-payments';
import { withAccessToken } from '../consent/with-access-token.js';
import type { Services } from '../services.js';
import type { Payer } from './payer.js';

/** What the documents allow at most. */
const MAX_PAGE_SIZE = 100;
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
  do {
    const { result, pagination } = await withAccessToken(services, payer.connectionId, (accessToken) =>
      services.client.outgoingPayment.list(
        { url: payer.resourceServer, accessToken, walletAddress: payer.walletAddress },
        {
          'wallet-address': payer.walletAddress,
          first: Math.min(MAX_PAGE_SIZE, expected),
          ...(cursor ? { cursor } : {}),
        },
      ),
    );
    for (const payment of result) {
      if (Date.parse(payment.createdAt) < since - CLOCK_SKEW) return;
      yield payment;
    }
    cursor = pagination.hasNextPage ? pagination.endCursor : undefined;
  } while (cursor);
}
