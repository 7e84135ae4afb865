import type { Amount } from '../protocol/amount.js';
import type { Connection } from '../protocol/relay-messages.js';

/** A provider says what is spent only when it is asked about the connection. Until then, what this page pays is added. */
export function addSpent(connection: Connection | null, { value }: Amount): void {
  // Both are in the visitor's asset.
  const spent = connection?.spent;
  if (spent) spent.value = String(BigInt(spent.value) + BigInt(value));
}
