import type { StoredConnection } from '../core/connections.js';

/**
 * After this many consecutive payments that sent nothing, the provider assumes that the wallet has no money.
 * Open Payments does not report why a payment failed.
 */
export const UNFUNDED_AFTER_FAILURES = 3n;
/** Interval between two probe payments to a wallet without money. */
export const PROBE_INTERVAL_MS = 60_000;

export function isUnfunded({ failures }: Pick<StoredConnection, 'failures'>): boolean {
  return failures >= UNFUNDED_AFTER_FAILURES;
}
