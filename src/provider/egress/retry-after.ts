import type { EgressAnswer } from './exchange.js';

/** For a host that is busy and does not say for how long. */
const DEFAULT_REST = 1_000;
/** A host that wants to be left alone for longer is asked again nevertheless. */
const LONGEST_REST = 60_000;

// https://www.rfc-editor.org/rfc/rfc9110.html#section-10.2.3
/** The milliseconds for which a host that is busy (429, or 503 with Retry-After) wants to be left alone; undefined for one that is not. */
export function restAskedFor({
  status,
  headers,
}: Pick<EgressAnswer, 'status' | 'headers'>): number | undefined {
  const retryAfter = headers['retry-after'];
  if (status !== 429 && (status !== 503 || retryAfter === undefined)) return undefined;
  if (retryAfter === undefined) return DEFAULT_REST;
  const asked = /^\d+$/.test(retryAfter) ? Number(retryAfter) * 1000 : Date.parse(retryAfter) - Date.now();
  return Number.isNaN(asked) ? DEFAULT_REST : Math.min(LONGEST_REST, Math.max(0, asked));
}
