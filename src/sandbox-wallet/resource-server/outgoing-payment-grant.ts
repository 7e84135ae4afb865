import { get, set, type Step } from '../operations/exchange.js';
import { findWalletAddress } from '../ledger/accounts.js';
import { toOpenPaymentsAmount } from '../ledger/asset.js';
import { intervalStartOf, readSpentAmounts, type SpentAmounts } from '../ledger/payments/grant-spending.js';
import { ANY_WALLET_ADDRESS, GRANTED_ACCESS } from './checks/check-access-token.js';
import { WALLET_ADDRESS_ID } from './checks/read-wallet-address.js';
import type { Amount } from '../../protocol/amount.js';

export const useAnyWalletAddress: Step = (exchange) => set(exchange, WALLET_ADDRESS_ID, ANY_WALLET_ADDRESS);

/** The amounts that the grant has spent in its current interval, including pending payments. */
// https://openpayments.dev/apis/resource-server/operations/get-outgoing-payment-grant/
export const respondWithOutgoingPaymentGrant: Step = async (exchange) => {
  const { wallet } = exchange;
  const { grantId, access } = get(exchange, GRANTED_ACCESS);
  const payer = await findWalletAddress(wallet.database.reader, access.identifier ?? '');
  const intervalStart = intervalStartOf(access.limits ?? {}, wallet.now());
  const spent =
    intervalStart === undefined
      ? NOTHING_SPENT
      : await readSpentAmounts(wallet.database.reader, grantId, intervalStart);
  exchange.response = {
    status: 200,
    body: {
      spentDebitAmount: payer ? toOpenPaymentsAmount(spent.debit, payer.asset) : null,
      spentReceiveAmount: spentReceiveAmount(spent, access.limits?.receiveAmount),
    },
  };
};

const NOTHING_SPENT: SpentAmounts = { debit: 0n, receive: new Map() };

/** The amount in the limit's asset, or in the only received asset. Null if it is ambiguous. */
function spentReceiveAmount({ receive }: SpentAmounts, limit: Amount | undefined): Amount | null {
  const sums = [...receive.values()].filter(
    ({ asset }) => !limit || (asset.code === limit.assetCode && asset.scale === limit.assetScale),
  );
  const [only, ...others] = sums;
  if (only && others.length === 0) return toOpenPaymentsAmount(only.value, only.asset);
  return limit && !only ? { ...limit, value: '0' } : null;
}
