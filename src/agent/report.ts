import { ERROR_CODES } from '../protocol/error-codes.js';
import type { ErrorCode } from '../protocol/error-codes.js';
import type { RelayError } from '../relay/relay-error.js';
import type { Platform } from './platform.js';
import type { AgentError } from './state.js';

/** Turns anything caught into an {@link AgentError} and says it on the console, once per code and subject. */
export function createReport(platform: Platform): (cause: unknown, subject?: string) => AgentError {
  const said = new Set<string>();
  return (cause, link) => {
    const error = toAgentError(cause);
    // What is wrong with the provider, and too many links, are said once and not for each link.
    const subject = /^(provider-|session-limit)/.test(error.code) ? undefined : link;
    const key = `${error.code} ${subject ?? ''}`;
    if (!said.has(key)) {
      said.add(key);
      platform.warn(consoleLine(error, subject));
    }
    return error;
  };
}

/** `entry` is the code's own in ERROR_CODES. Named one by one, so that the bundle carries only those that the page uses. */
export function createAgentError(code: ErrorCode, entry: { title: string; fix: string }): AgentError {
  return Object.freeze({ code, message: entry.title, fix: entry.fix });
}

export function consoleLine({ code, message, fix }: AgentError, subject?: string): string {
  return `[wm-polyfill] ${subject ? `${subject.slice(0, 200)}: ` : ''}${message} ${fix} (${code})`;
}

/**
 * Failures that pass by themselves. Everything else stays as it is until the page or the visitor changes something. A provider's answer is
 * judged by its status, so that codes of a newer one are, too.
 */
export function isTransient(cause: unknown): boolean {
  if (!isRelayError(cause)) return true;
  const { status, code, retryAfter } = cause;
  return Boolean(retryAfter) || (status ? PASSING.test(`${status}`) : code.startsWith('provider-'));
}

const PASSING = /^(401|404|409|429|5..)$/;

function toAgentError(cause: unknown): AgentError {
  if (!isRelayError(cause)) {
    return createAgentError('agent-failed', { ...ERROR_CODES['agent-failed'], title: String(cause) });
  }
  return createAgentError(cause.code, { title: cause.message, fix: cause.fix ?? '' });
}

/** Each part that is loaded on demand has a copy of the class. */
function isRelayError(cause: unknown): cause is RelayError {
  return cause instanceof Error && typeof (cause as Partial<RelayError>).code === 'string';
}
