import type { CurrencyTotal } from '../protocol/totals.js';

/** Intl takes no more fraction digits than this; Open Payments allows an asset scale of 255. */
const MOST_FRACTION_DIGITS = 100;

// Constructing a NumberFormat costs far more than using one, and totals change every second or two.
const formatters = new Map<string, Intl.NumberFormat>();

/**
 * The amount with all the digits it has, as people who read `lang` write it. What no currency sign is known for is followed by its code.
 * @param lang a language tag, such as `document.documentElement.lang`; default: the browser's own
 */
export function format({ currency, value }: CurrencyTotal, lang?: string): string {
  const digits = value.split('.')[1]?.length ?? 0;
  const formatter = digits <= MOST_FRACTION_DIGITS ? formatterOf(currency, digits, lang) : undefined;
  if (!formatter || !readsStrings()) return `${value} ${currency}`;
  return formatter.format(asNumber(value));
}

function formatterOf(currency: string, digits: number, lang?: string): Intl.NumberFormat | undefined {
  const key = `${lang} ${currency} ${digits}`;
  let formatter = formatters.get(key);
  if (!formatter) {
    try {
      formatter = new Intl.NumberFormat(lang || undefined, {
        style: 'currency',
        currency,
        minimumFractionDigits: digits,
        maximumFractionDigits: digits,
      });
    } catch {
      return undefined; // An asset code such as USDC, which ISO 4217 cannot hold
    }
    formatters.set(key, formatter);
  }
  return formatter;
}

// Before Intl.NumberFormat v3 (Chromium 106, Firefox 116, Safari 15.4) a string went through a double and lost digits.
function readsStrings(): boolean {
  return new Intl.NumberFormat('en', { useGrouping: false })
    .format(asNumber('9007199254740993'))
    .endsWith('3');
}

/** The ES2022 types know no strings here, the browsers do. */
function asNumber(decimal: string): number {
  return decimal as unknown as number;
}
