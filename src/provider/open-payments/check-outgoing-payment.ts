import type { OutgoingPayment } from '@interledger/open-payments';
import { invalid } from './call-wallet.js';

/** What the documents cannot say: more than was debited is not sent, in no other asset, and a payment that sent it all has not failed. @throws OpenPaymentsClientError */
export function checkOutgoingPayment<Payment extends OutgoingPayment>(payment: Payment): Payment {
  const { debitAmount, sentAmount, failed } = payment;
  const isSameAsset =
    debitAmount.assetCode === sentAmount.assetCode && debitAmount.assetScale === sentAmount.assetScale;
  const isMore = BigInt(sentAmount.value) > BigInt(debitAmount.value);
  if (!isSameAsset || isMore || (failed && sentAmount.value === debitAmount.value))
    throw invalid(['the amounts of the payment contradict each other']);
  return payment;
}
