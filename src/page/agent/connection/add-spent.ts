import type { Connection, Payment } from '../../../protocol/relay-messages.js';

/**
 * Updates `connection.spent` after a payment. Older providers do not report `spent` with the payment; then
 * the payment's `debitAmount` is added.
 */
export function addSpent(
  connection: Connection | null,
  { debitAmount, spent: reportedSpent }: Payment,
): void {
  // All three amounts are in the asset of the visitor's wallet.
  const spent = connection?.spent;
  if (spent) spent.value = reportedSpent?.value ?? String(BigInt(spent.value) + BigInt(debitAmount.value));
}
