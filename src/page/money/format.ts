import type { CurrencyTotal } from '../../protocol/currency-totals.js';

/** Values that Intl can format: up to 100 fraction digits. Open Payments allows 255. */
const FORMATTABLE_VALUE = /^\d{1,99}(?:\.(\d{1,100}))?$/;

// Cached, because creating a NumberFormat is much slower than using one, and totals change often.
const formatters = new Map<string, Intl.NumberFormat | null>();
let isStringInputExact: boolean | undefined;

/**
 * Formats an amount for a language, with all its digits. If `Intl` cannot format it, the result is the value
 * followed by the currency code.
 * @param lang a language tag, such as `document.documentElement.lang`. Default: the browser's language.
 */
export function format({ currency, value }: CurrencyTotal, lang?: string): string {
  const [matched, fraction = ''] = FORMATTABLE_VALUE.exec(value) ?? [];
  const formatter = matched ? formatterOf(currency, fraction.length, lang) : null;
  return formatter && supportsStringInput(formatter)
    ? formatter.format(asNumber(value))
    : `${value} ${currency}`;
}

function formatterOf(currency: string, digits: number, lang?: string): Intl.NumberFormat | null {
  const key = `${lang} ${currency} ${digits}`;
  let formatter = formatters.get(key);
  if (formatter === undefined) {
    try {
      formatter = new Intl.NumberFormat(lang || undefined, {
        style: 'currency',
        currency,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
    } catch {
      formatter = null; // An asset code that is not an ISO 4217 code, such as USDC
    }
    formatters.set(key, formatter);
  }
  return formatter;
}

// Before Intl.NumberFormat v3 (Chromium 106, Firefox 116, Safari 15.4), a string was converted to a double
// and lost digits. Any format shows that, and creating one for this question would delay the first amount.
function supportsStringInput(formatter: Intl.NumberFormat): boolean {
  isStringInputExact ??=
    formatter.format(asNumber('9007199254740993')) !== formatter.format(9007199254740992);
  return isStringInputExact;
}

/** A cast only: browsers accept a string here, but the ES2022 types do not. */
function asNumber(decimal: string): number {
  return decimal as unknown as number;
}
