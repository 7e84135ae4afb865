import { exponentialDelay } from '../../../protocol/retry-delay.js';
import { RelayError } from '../../relay-client/relay-error.js';
import type { Platform } from './platform.js';

const MIN_DELAY_MS = 1_000;
const MAX_DELAY_MS = 60_000;

/**
 * Exponential backoff with jitter, and never less than the provider's `Retry-After`.
 * @param failures number of consecutive failures.
 * @param cause of the last failure.
 * @returns milliseconds to wait.
 */
export function backoffDelay({ random }: Platform, failures: number, cause?: unknown): number {
  const ceiling = exponentialDelay(failures, 2 * MIN_DELAY_MS, MAX_DELAY_MS);
  const requestedDelay = (cause instanceof RelayError && cause.retryAfter) || 0;
  return Math.max(requestedDelay, ceiling / 2) + (random() * ceiling) / 2;
}
