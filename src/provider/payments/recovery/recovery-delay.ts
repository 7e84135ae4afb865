import { exponentialDelay } from '../../../protocol/retry-delay.js';
import type { Intent } from '../../core/intent-table.js';

/**
 * If the wallet does not list a payment this long after the quote's expiry, the payment will never be made.
 * This is the tolerated clock difference.
 */
export const QUOTE_GRACE_PERIOD_MS: number = 5 * 60_000;
const MIN_RECOVERY_DELAY_MS = 1_000;
export const MAX_RECOVERY_DELAY_MS = 60_000;

/**
 * The time of the next recovery attempt: exponential backoff from one second up to `MAX_RECOVERY_DELAY_MS`,
 * but no later than the expiry of the quote, which decides the result.
 */
export function computeNextRecovery(
  { recover_attempts: tries, quote_expires_at: end }: Intent,
  now: number,
): number {
  const next = now + exponentialDelay(Number(tries), MIN_RECOVERY_DELAY_MS, MAX_RECOVERY_DELAY_MS);
  const expiry = Number(end) + QUOTE_GRACE_PERIOD_MS + 1;
  return expiry > now ? Math.min(next, expiry) : next;
}

/** Milliseconds until the next recovery attempt. 0 if due, or if the clock was set back. */
export function msUntilRecovery({ recover_at: at }: Intent, now: number): number {
  const left = Number(at) - now;
  return left > 0 && left <= MAX_RECOVERY_DELAY_MS ? left : 0;
}
