import { found, leave, type Step } from '../http/exchange.js';
import { findWalletAddress } from '../ledger/accounts.js';
import { amountOf } from '../ledger/asset.js';
import { intervalStartOf, readSpentAmounts, type SpentAmounts } from '../ledger/grant-spends.js';
import { ANY, GRANTED_ACCESS } from './check-access-token.js';
import { WALLET_ADDRESS_ID } from './read-wallet-address.js';
import type { Amount } from '../../protocol/amount.js';

export const readNoWalletAddress: Step = (exchange) => leave(exchange, WALLET_ADDRESS_ID, ANY);

/** What the grant has spent in its current interval, payments under way included. */
// https://openpayments.dev/apis/resource-server/operations/get-outgoing-payment-grant/
export const answerOutgoingPaymentGrant: Step = async (exchange) => {
  const { wallet } = exchange;
  const { grantId, access } = found(exchange, GRANTED_ACCESS);
  const payer = await findWalletAddress(wallet.database.committed, access.identifier ?? '');
  const intervalStart = intervalStartOf(access.limits ?? {}, wallet.now());
  const spent =
    intervalStart === undefined
      ? NOTHING
      : await readSpentAmounts(wallet.database.committed, grantId, intervalStart);
  exchange.answer = {
    status: 200,
    body: {
      spentDebitAmount: payer ? amountOf(spent.debit, payer.asset) : null,
      spentReceiveAmount: spentReceiveAmount(spent, access.limits?.receiveAmount),
    },
  };
};

const NOTHING: SpentAmounts = { debit: 0n, receive: new Map() };

/** In the limit's asset, or in the only one that was received; null when there is no one answer. */
function spentReceiveAmount({ receive }: SpentAmounts, limit: Amount | undefined): Amount | null {
  const sums = [...receive.values()].filter(
    ({ asset }) => !limit || (asset.code === limit.assetCode && asset.scale === limit.assetScale),
  );
  const [only, ...others] = sums;
  if (only && others.length === 0) return amountOf(only.value, only.asset);
  return limit && !only ? { ...limit, value: '0' } : null;
}
