import type { AgentError, AgentSession, AgentState } from '../agent/state.js';
import { cleanText } from './clean-text.js';
import { readableUrl } from './readable-url.js';
import { stateNameOf, type Words } from './words.js';

/** What is paid within a minute (milliseconds) is paid now. */
const SOON = 60_000;

/** The sentence below the state. */
export function detailOf(state: AgentState | undefined, words: Words, locale: string): string {
  if (state?.error) return messageOf(state.error, words);
  const sessions = state?.sessions ?? [];
  if (state?.status === 'streaming') {
    const active = sessions.filter(({ status }) => status === 'active');
    const [first] = [...active].sort((one, other) => (one.dueIn ?? 0) - (other.dueIn ?? 0));
    if (first) return waitOf(first, words, locale) || words.paying(active.map(receiverOf));
  }
  if (state?.status === 'ready') {
    if (sessions.some(({ status }) => status === 'loading')) return words.asking;
    if (sessions.some(({ status }) => status === 'waiting')) return words.waiting;
    if (sessions.length > 0) return words.unpayable;
  }
  return words.states[stateNameOf(state)].detail;
}

/**
 * What a screen reader hears: no amounts, they would never end.
 * @param note what is said of another agent
 */
export function announcementOf(state: AgentState | undefined, words: Words, note = ''): string {
  const { title, detail } = words.states[stateNameOf(state)];
  if (state?.otherAgent === 'overdue') return `${title}. ${detail} ${note}`;
  return state?.error ? `${title}: ${sentencesOf(state.error, words)}` : title;
}

/** How long this page has to be looked at until a link is paid, or nothing when that is soon. */
export function waitOf({ dueIn }: AgentSession, words: Words, locale: string): string {
  const minutes = Math.ceil((dueIn ?? 0) / SOON);
  if (minutes <= 1) return '';
  const [count, unit] = minutes <= 90 ? [minutes, 'minute'] : [Math.ceil(minutes / 60), 'hour'];
  return words.paidAfter(count.toLocaleString(locale, { style: 'unit', unit, unitDisplay: 'long' }));
}

export function messageOf({ code, message }: AgentError, { errors }: Words): string {
  return errors[code]?.[0] ?? cleanText(message);
}

export function fixOf({ code, fix }: AgentError, { errors }: Words): string {
  return errors[code]?.[1] ?? cleanText(fix);
}

/** A wallet's own words may come without a full stop. */
export function sentencesOf(error: AgentError, words: Words): string {
  return `${messageOf(error, words).replace(/[^.!?。]$/, '$&.')} ${fixOf(error, words)}`;
}

export function receiverOf({ walletAddress, href }: AgentSession): string {
  return readableUrl(walletAddress ?? href);
}
