import { assertAllowed } from './assert-allowed.js';

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 };
const SHORT_DURATION = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/;
// https://www.rfc-editor.org/rfc/rfc3339.html#appendix-A (without years and months, whose length varies)
const ISO_DURATION =
  /^P(?=[\dT])(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * Parses a duration.
 * @returns milliseconds.
 * @throws TypeError with the allowed formats.
 */
export function parseDuration(value: unknown): number {
  const text = typeof value === 'number' ? `${value}ms` : String(value);
  const [, amount, unit] = SHORT_DURATION.exec(text) ?? [];
  const iso = ISO_DURATION.exec(text)?.slice(1);
  const [w, d, h, m, s] = iso ?? [];
  const parts = iso ? { w, d, h, m, s } : { [unit ?? '']: amount };
  let sum = 0;
  for (const [name, count] of Object.entries(parts)) sum += Number(count ?? 0) * (UNITS_MS[name] ?? NaN);
  assertAllowed(
    sum <= Number.MAX_SAFE_INTEGER,
    'duration',
    value,
    "milliseconds, '250ms', '10s', '5m', '1h', '31d', or ISO 8601, such as 'PT1H30M' or 'P31D'",
  );
  return sum;
}
