import type { AgentError, AgentSession, AgentState } from '../agent/state.js';
import { cleanText } from './clean-text.js';
import { readableUrl } from './readable-url.js';
import { stateNameOf, type Words } from './words.js';

/** The sentence below the state. */
export function detailOf(state: AgentState | undefined, words: Words): string {
  if (state?.error) return messageOf(state.error, words);
  const sessions = state?.sessions ?? [];
  if (state?.status === 'streaming') {
    const active = sessions.filter(({ status }) => status === 'active');
    if (active.length > 0) return words.paying(active.map(receiverOf));
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
