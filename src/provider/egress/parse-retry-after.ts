import type { EgressResponse } from './dispatch-request.js';

/** For a busy host without a valid Retry-After. */
const DEFAULT_RETRY_AFTER_MS = 1_000;
/** Longer pauses are shortened to this. */
const MAX_RETRY_AFTER_MS = 60_000;

// https://www.rfc-editor.org/rfc/rfc9110.html#section-10.2.3
/** The requested pause of a busy host (429, or 503 with Retry-After) in milliseconds, or undefined. */
export function parseRetryAfter({
  status,
  headers,
}: Pick<EgressResponse, 'status' | 'headers'>): number | undefined {
  const retryAfter = headers['retry-after'];
  if (status !== 429 && (status !== 503 || retryAfter === undefined)) return undefined;
  if (retryAfter === undefined) return DEFAULT_RETRY_AFTER_MS;
  const requestedMs = /^\d+$/.test(retryAfter)
    ? Number(retryAfter) * 1000
    : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(requestedMs)
    ? DEFAULT_RETRY_AFTER_MS
    : Math.min(MAX_RETRY_AFTER_MS, Math.max(0, requestedMs));
}
