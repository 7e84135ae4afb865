import { isUri } from './is-uri.js';

/** By name. A format that is missing is not checked. */
export type Formats = Readonly<Record<string, (text: string) => boolean>>;

/** The official validators check only this format of a response. */
export const RESPONSE_FORMATS: Formats = { uint64: isUint64 };

export const REQUEST_FORMATS: Formats = { uint64: isUint64, uri: isUri, 'date-time': isDateTime };

function isUint64(text: string): boolean {
  try {
    return BigInt(text) >= 0n;
  } catch {
    return false;
  }
}

const DATE = /^(\d{4})-(\d\d)-(\d\d)$/;
const TIME = /^(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:z|[+-]\d\d(?::?\d\d)?)?$/i;

// https://www.rfc-editor.org/rfc/rfc3339#section-5.6
/** Like the official validators, accepts a space for the T and no time zone. */
function isDateTime(text: string): boolean {
  const [date, time, ...rest] = text.split(/t|\s/i);
  return date !== undefined && time !== undefined && rest.length === 0 && isDate(date) && isTime(time);
}

function isDate(text: string): boolean {
  const [year = 0, month = 0, day = 0] = DATE.exec(text)?.slice(1).map(Number) ?? [];
  // Below 100, the constructor would add 1900 to the year. Leap years repeat after 400 years.
  return (
    month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year + 400, month, 0)).getUTCDate()
  );
}

function isTime(text: string): boolean {
  const parts = TIME.exec(text);
  if (!parts) return false;
  const [hour = 0, minute = 0, second = 0] = parts.slice(1).map(Number);
  if (hour === 23 && minute === 59 && second === 60) return true;
  return hour <= 23 && minute <= 59 && second <= 59;
}
