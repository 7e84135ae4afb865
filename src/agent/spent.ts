import type { Amount } from '../protocol/amount.js';
import type { Connection } from '../protocol/relay-messages.js';

/** A provider says what is spent only when it is asked about the connection. Until then, what this page pays is added. */
export function addSpent(connection: Connection | null, { value, assetCode, assetScale }: Amount): void {
  const spent = connection?.spent;
  if (!spent || spent.assetCode !== assetCode || spent.assetScale !== assetScale) return;
  connection.spent = { ...spent, value: String(BigInt(spent.value) + BigInt(value)) };
}
