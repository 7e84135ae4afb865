import { check } from './check.js';

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1e3, m: 6e4, h: 36e5, d: 864e5, w: 6048e5 };
const SHORT = /^(\d+(?:\.\d+)?)(ms|s|m|h|d|w)$/;
// https://www.rfc-editor.org/rfc/rfc3339.html#appendix-A (without years and months, which are not always as long)
const ISO = /^P(?=[\dT])(?:(\d+)W)?(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;

/**
 * Milliseconds.
 * @throws TypeError that names what is allowed.
 */
export function parseDuration(given: unknown): number {
  const text = typeof given === 'number' ? `${given}ms` : String(given);
  const [, amount, unit] = SHORT.exec(text) ?? [];
  const iso = ISO.exec(text)?.slice(1);
  const [w, d, h, m, s] = iso ?? [];
  const parts = iso ? { w, d, h, m, s } : { [unit ?? '']: amount };
  let sum = 0;
  for (const [name, count] of Object.entries(parts)) sum += Number(count ?? 0) * (UNITS[name] ?? NaN);
  check(
    sum <= Number.MAX_SAFE_INTEGER,
    'duration',
    given,
    "milliseconds, '250ms', '10s', '5m', '1h', '31d', or ISO 8601 as 'PT1H30M', 'P31D'",
  );
  return sum;
}
