import type { OutgoingPayment } from '@interledger/open-payments';
import { parseScaledAmount } from '../../protocol/amount.js';
import { invalid } from './call-wallet.js';

/** What the documents cannot say: more than was debited is not sent, in no other asset, and a payment that sent it all has not failed. @throws OpenPaymentsClientError */
export function checkOutgoingPayment<Payment extends OutgoingPayment>(payment: Payment): Payment {
  const { debitAmount, sentAmount, failed } = payment;
  const isSameAsset =
    debitAmount.assetCode === sentAmount.assetCode && debitAmount.assetScale === sentAmount.assetScale;
  const isMore = parseAmount(sentAmount) > parseAmount(debitAmount);
  if (!isSameAsset || isMore || (failed && sentAmount.value === debitAmount.value))
    throw invalid(['the amounts of the payment contradict each other']);
  return payment;
}

export interface PageOfPayments {
  result: OutgoingPayment[];
  pagination: object;
}

/** The documents require neither of its members; a list without them is none. @throws OpenPaymentsClientError */
export function checkOutgoingPayments({ result, pagination }: Partial<PageOfPayments>): PageOfPayments {
  if (!result || !pagination) throw invalid(['the list of payments is none']);
  return { result: result.map(checkOutgoingPayment), pagination };
}

/** The documents' 64-bit integers may be written as `0x1`, or not at all. */
function parseAmount({ value }: OutgoingPayment['sentAmount']): bigint {
  try {
    return parseScaledAmount(value);
  } catch (error) {
    throw invalid([String(error)]);
  }
}
