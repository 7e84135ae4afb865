import type { Connection, Payment } from '../protocol/relay-messages.js';

/** What a payment has left of the budget. A provider that does not say is asked only about the connection; until then, what this page pays is added. */
export function addSpent(connection: Connection | null, { debitAmount, spent: told }: Payment): void {
  // All are in the visitor's asset.
  const spent = connection?.spent;
  if (spent) spent.value = told?.value ?? String(BigInt(spent.value) + BigInt(debitAmount.value));
}
