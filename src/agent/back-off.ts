import { RelayError } from '../relay/relay-error.js';
import type { Platform } from './platform.js';

const SHORTEST = 1_000;
const LONGEST = 60_000;

/**
 * How long to wait after so many failures in a row: 1 s, doubling up to 60 s, the upper half of it by chance; and as long as the provider asks.
 * @param cause of the last failure.
 */
export function backOff({ random }: Platform, failures: number, cause?: unknown): number {
  const ceiling = Math.min(LONGEST, 2 * SHORTEST * 2 ** failures);
  const asked = (cause instanceof RelayError && cause.retryAfter) || 0;
  return Math.max(asked, ceiling / 2) + (random() * ceiling) / 2;
}
