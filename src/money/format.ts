import type { CurrencyTotal } from '../protocol/totals.js';

/** Intl takes no more fraction digits than this; Open Payments allows an asset scale of 255. */
const FORMATTABLE = /^\d{1,99}(?:\.(\d{1,100}))?$/;

// Constructing a NumberFormat costs far more than using one, and totals change every second or two.
const formatters = new Map<string, Intl.NumberFormat | null>();
let exact: boolean | undefined;

/**
 * The amount with all the digits it has, as people who read `lang` write it. What no currency sign is known for is followed by its code.
 * @param lang a language tag, such as `document.documentElement.lang`; default: the browser's own
 */
export function format({ currency, value }: CurrencyTotal, lang?: string): string {
  const [matched, fraction = ''] = FORMATTABLE.exec(value) ?? [];
  const formatter = matched && readsStrings() ? formatterOf(currency, fraction.length, lang) : null;
  return formatter ? formatter.format(asNumber(value)) : `${value} ${currency}`;
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
      formatter = null; // An asset code such as USDC, which ISO 4217 cannot hold
    }
    formatters.set(key, formatter);
  }
  return formatter;
}

// Before Intl.NumberFormat v3 (Chromium 106, Firefox 116, Safari 15.4) a string went through a double and lost digits.
function readsStrings(): boolean {
  exact ??= new Intl.NumberFormat('en', { useGrouping: false })
    .format(asNumber('9007199254740993'))
    .endsWith('3');
  return exact;
}

/** The ES2022 types know no strings here, the browsers do. */
function asNumber(decimal: string): number {
  return decimal as unknown as number;
}
