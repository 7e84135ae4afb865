import type { AgentError, AgentSession, AgentState } from '../../../agent/state/state.js';
import { sanitizeText } from '../../sanitize-text.js';
import { formatUrl } from '../../format-url.js';
import { formatDuration } from '../../intl-formats.js';
import { stateNameOf, type CardMessages } from './messages.js';

/** A delay up to this counts as no delay. */
const MINUTE_MS = 60_000;

/** The text below the state title. */
export function formatDetail(state: AgentState | undefined, messages: CardMessages, locale: string): string {
  if (state?.error) return formatErrorMessage(state.error, messages);
  const sessions = state?.sessions ?? [];
  if (state?.status === 'streaming') {
    const active = sessions.filter(({ status }) => status === 'active');
    const [first] = [...active].sort((one, other) => (one.dueIn ?? 0) - (other.dueIn ?? 0));
    if (first) return formatDelay(first, messages, locale) || messages.paying(active.map(formatReceiver));
  }
  if (state?.status === 'ready') {
    if (sessions.some(({ status }) => status === 'loading')) return messages.checkingWallets;
    if (sessions.some(({ status }) => status === 'waiting')) return messages.waitingForMedia;
    if (sessions.length > 0) return messages.unpayable;
  }
  return messages.states[stateNameOf(state)].detail;
}

/**
 * The text for screen readers. It has no amounts, because they change all the time.
 * @param note the note about another agent
 */
export function formatAnnouncement(state: AgentState | undefined, messages: CardMessages, note = ''): string {
  const { title, detail } = messages.states[stateNameOf(state)];
  if (state?.nativeAgent === 'timed-out') return `${title}. ${detail} ${note}`;
  return state?.error ? `${title}: ${formatError(state.error, messages)}` : title;
}

/** The text for the visible time until the link is paid next; empty if that is soon. */
export function formatDelay({ dueIn }: AgentSession, messages: CardMessages, locale: string): string {
  const minutes = Math.ceil((dueIn ?? 0) / MINUTE_MS);
  if (minutes <= 1) return '';
  const [count, unit] =
    minutes <= 90 ? ([minutes, 'minute'] as const) : ([Math.ceil(minutes / 60), 'hour'] as const);
  return messages.nextPaymentAfter(formatDuration(count, unit, locale));
}

function formatErrorMessage({ code, message }: AgentError, { errors }: CardMessages): string {
  return errors[code]?.[0] ?? sanitizeText(message);
}

export function formatErrorFix({ code, fix }: AgentError, { errors }: CardMessages): string {
  return errors[code]?.[1] ?? sanitizeText(fix);
}

/** Adds a full stop, because the text may come from a wallet. */
export function formatError(error: AgentError, messages: CardMessages): string {
  return `${formatErrorMessage(error, messages).replace(/[^.!?。]$/, '$&.')} ${formatErrorFix(error, messages)}`;
}

export function formatReceiver({ walletAddress, href }: AgentSession): string {
  return formatUrl(walletAddress ?? href);
}
