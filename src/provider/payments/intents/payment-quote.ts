/** The payer's quote that an intent pays. */
export interface PaymentQuote {
  id: string;
  expiresAt: bigint;
  receiveAmount: { value: bigint; assetCode: string; assetScale: number };
}
