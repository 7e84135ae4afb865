import type { OutgoingPayment } from '@interledger/open-payments';
import { parseScaledAmount } from '../../protocol/amount.js';
import { invalidResponse } from './call-wallet.js';

/**
 * Checks what the schema cannot express: the sent amount has the same asset as the debit amount and does not
 * exceed it, and a payment that sent the full amount has not failed.
 * @throws OpenPaymentsClientError
 */
export function checkOutgoingPayment<Payment extends OutgoingPayment>(payment: Payment): Payment {
  const { debitAmount, sentAmount, failed } = payment;
  const isSameAsset =
    debitAmount.assetCode === sentAmount.assetCode && debitAmount.assetScale === sentAmount.assetScale;
  const isOverspent = parseSentAmount(sentAmount) > parseSentAmount(debitAmount);
  if (!isSameAsset || isOverspent || (failed && sentAmount.value === debitAmount.value))
    throw invalidResponse(['the amounts of the payment contradict each other']);
  return payment;
}

export interface OutgoingPaymentPage {
  result: OutgoingPayment[];
  pagination: object;
}

/**
 * Checks that both members are present. The schema requires neither.
 * @throws OpenPaymentsClientError
 */
export function checkOutgoingPaymentPage({
  result,
  pagination,
}: Partial<OutgoingPaymentPage>): OutgoingPaymentPage {
  if (!result || !pagination) throw invalidResponse(['the list of payments lacks "result" or "pagination"']);
  return { result: result.map(checkOutgoingPayment), pagination };
}

/** The schema also accepts amounts like `0x1`, which are not valid. */
function parseSentAmount({ value }: OutgoingPayment['sentAmount']): bigint {
  try {
    return parseScaledAmount(value);
  } catch (error) {
    throw invalidResponse([String(error)]);
  }
}
