/** Creating a format costs milliseconds, the first of a page tens of them. Using one costs microseconds. */
const numberFormats = new Map<string, Intl.NumberFormat>();
const dateFormats = new Map<string, Intl.DateTimeFormat>();

/** For example `2 hours`. */
export function formatDuration(count: number, unit: 'minute' | 'hour', locale: string): string {
  const create = (): Intl.NumberFormat =>
    new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' });
  return cached(numberFormats, `${locale} ${unit}`, create).format(count);
}

/** For example `Dec 1`. Empty if `instant` is not a date. */
export function formatDay(instant: string, locale: string): string {
  const date = new Date(instant);
  const create = (): Intl.DateTimeFormat =>
    new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short' });
  return Number(date) ? cached(dateFormats, locale, create).format(date) : '';
}

function cached<Format>(formats: Map<string, Format>, key: string, create: () => Format): Format {
  let format = formats.get(key);
  if (!format) formats.set(key, (format = create()));
  return format;
}
