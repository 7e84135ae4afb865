import type { TraceEntry } from '../../agent/state/state.js';
import { isEvent } from './lanes.js';
import type { FlowMessages } from './messages.js';

const MAX_TEXT_LENGTH = 44;
/** They can hide or reorder other text, and some are not allowed in an SVG file. */
const INVISIBLE_CHARACTERS = /[\p{Cc}\p{Cf}\p{Cs}\ufffe\uffff]/gu;
const DIRECTION_CHARACTERS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** Any foreign value as one line of text. */
export function truncateText(value: unknown, maxLength: number = MAX_TEXT_LENGTH): string {
  const text = String(value).replace(/\s+/g, ' ').replace(INVISIBLE_CHARACTERS, '');
  return text.length > maxLength ? `${text.slice(0, maxLength - 1)}…` : text;
}

/** The name, with the amount of a payment. */
export function labelOf({ name, request }: TraceEntry): string {
  const { currency, value } = Object(Object(request)['amountSent']) as { currency?: string; value?: string };
  return truncateText(currency === undefined ? name : `${name} ${value} ${currency}`);
}

/** Status, duration and error code of a request; only the error code of an event. */
export function outcomeOf(entry: TraceEntry, messages: FlowMessages): string {
  const { took, status, error } = entry;
  const code = error ? truncateText(error.code) : '';
  if (isEvent(entry)) return code;
  if (took === null) return `${messages.pending} …`;
  const parts = [status ?? (error ? messages.failed : '✓'), formatDuration(took, messages.lang), code];
  return parts.filter(Boolean).join(' · ');
}

function formatDuration(milliseconds: number, lang: string): string {
  const isLong = milliseconds >= 1_000;
  const number = new Intl.NumberFormat(lang, {
    minimumFractionDigits: isLong ? 2 : 0,
    maximumFractionDigits: isLong ? 2 : 0,
  });
  return `${number.format(isLong ? milliseconds / 1_000 : milliseconds)} ${isLong ? 's' : 'ms'}`;
}

/** The time since the first entry. */
export function formatElapsed({ at }: TraceEntry, startTime: number, lang: string): string {
  return `+${formatDuration(Math.max(0, at - startTime), lang)}`;
}

export function descriptionOf({ name, to }: TraceEntry, { descriptions }: FlowMessages): string | undefined {
  return descriptions[`${name} to ${to}`] ?? descriptions[name];
}

export function removeScheme(url: string): string {
  return url.replace(/^https?:\/\//, '');
}

export function formatJson(value: unknown): string {
  // Escapes do not change the JSON value.
  const escape = (one: string): string => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return (JSON.stringify(value, null, 2) ?? '').replace(DIRECTION_CHARACTERS, escape);
}
