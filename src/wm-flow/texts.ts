import type { TraceEntry } from '../agent/state.js';
import { isEvent } from './lanes.js';
import type { FlowWords } from './words.js';

const LONGEST = 44;
/** They hide or turn around what stands beside them, and no SVG file may hold some of them. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\ufffe\uffff]/gu;
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Anything that came from elsewhere, as one line. */
export function shortText(value: unknown, longest = LONGEST): string {
  const text = String(value).replace(/\s+/g, ' ').replace(UNSEEN, '');
  return text.length > longest ? `${text.slice(0, longest - 1)}…` : text;
}

/** The name, and of a payment how much. */
export function labelOf({ name, request }: TraceEntry): string {
  const { currency, value } = Object(Object(request)['amountSent']) as { currency?: string; value?: string };
  return shortText(currency === undefined ? name : `${name} ${value} ${currency}`);
}

/** How it went: status, time, and the code of what went wrong. Of an event the code alone. */
export function outcomeOf(entry: TraceEntry, words: FlowWords): string {
  const { took, status, error } = entry;
  const code = error ? shortText(error.code) : '';
  if (isEvent(entry)) return code;
  if (took === null) return `${words.underWay} …`;
  const parts = [status ?? (error ? words.failed : '✓'), durationOf(took, words.lang), code];
  return parts.filter(Boolean).join(' · ');
}

export function durationOf(milliseconds: number, lang: string): string {
  const isLong = milliseconds >= 1_000;
  const number = new Intl.NumberFormat(lang, {
    minimumFractionDigits: isLong ? 2 : 0,
    maximumFractionDigits: isLong ? 2 : 0,
  });
  return `${number.format(isLong ? milliseconds / 1_000 : milliseconds)} ${isLong ? 's' : 'ms'}`;
}

/** How long after the first entry. */
export function sinceOf({ at }: TraceEntry, first: number, lang: string): string {
  return `+${durationOf(Math.max(0, at - first), lang)}`;
}

export function meaningOf({ name, to }: TraceEntry, { meanings }: FlowWords): string | undefined {
  return meanings[`${name} to ${to}`] ?? meanings[name];
}

export function withoutScheme(url: string): string {
  return url.replace(/^https?:\/\//, '');
}

export function jsonOf(value: unknown): string {
  // Still the same JSON.
  const escape = (one: string): string => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return (JSON.stringify(value, null, 2) ?? '').replace(DIRECTIONS, escape);
}
