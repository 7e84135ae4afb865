import { type Exchange, get } from '../operations/exchange.js';
import { queryPaymentPage } from '../ledger/payments/pagination.js';
import { GRANTED_ACCESS } from './checks/check-access-token.js';
import { WALLET_ADDRESS } from './checks/read-wallet-address.js';

/** A cursor is the last segment of a payment's URL, which the client knows. */
// https://openpayments.dev/apis/resource-server/operations/list-outgoing-payments/
export async function respondWithPage(
  exchange: Exchange,
  table: 'incoming_payments' | 'outgoing_payments',
  readBodies: (ids: readonly string[]) => Promise<{ id?: string }[]>,
): Promise<void> {
  const { wallet, request } = exchange;
  const { all, clientId } = get(exchange, GRANTED_ACCESS);
  const { first, last, cursor } = request.query as { first?: number; last?: number; cursor?: string };
  const collection = `${wallet.resourceServer}/${table.replace('_', '-')}/`;
  const page = await queryPaymentPage(wallet.database.reader, table, {
    walletAddress: get(exchange, WALLET_ADDRESS).id,
    client: all ? undefined : clientId,
    first,
    last,
    cursor: cursor === undefined ? undefined : `${collection}${cursor}`,
  });
  const bodies = new Map((await readBodies(page.ids)).map((body) => [body.id, body]));
  const [start, end] = [page.ids.at(0), page.ids.at(-1)].map((id) => id?.slice(collection.length));
  exchange.response = {
    status: 200,
    body: {
      pagination: {
        ...(start !== undefined && { startCursor: start, endCursor: end }),
        hasNextPage: page.hasNextPage,
        hasPreviousPage: page.hasPreviousPage,
      },
      result: page.ids.map((id) => bodies.get(id)),
    },
  };
}
