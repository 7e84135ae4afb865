import { PAGE_ERRORS } from '../../../protocol/error-codes/page-errors.js';
import type { ErrorCode } from '../../../protocol/error-codes.js';
import type { RelayError } from '../../relay-client/relay-error.js';
import type { Platform } from './platform.js';
import type { AgentError } from './agent-error.js';

/** Returns a function that converts caught values to errors, and logs each code and subject once. */
export function createErrorReporter(platform: Platform): (cause: unknown, subject?: string) => AgentError {
  const reported = new Set<string>();
  return (cause, link) => {
    const error = toAgentError(cause);
    // Errors of the provider and of the session limit affect all links, so they are logged only once.
    const subject = /^(provider-|session-limit)/.test(error.code) ? undefined : link;
    const key = `${error.code} ${subject ?? ''}`;
    if (!reported.has(key)) {
      reported.add(key);
      platform.warn(formatConsoleLine(error, subject));
    }
    return error;
  };
}

/**
 * @param entry the code's entry in PAGE_ERRORS or PROVIDER_ERRORS. Each caller passes its own, so that tree
 * shaking removes unused entries from the bundle.
 */
function createAgentError(code: ErrorCode, entry: { title: string; fix: string }): AgentError {
  return Object.freeze({ code, message: entry.title, fix: entry.fix });
}

function formatConsoleLine({ code, message, fix }: AgentError, subject?: string): string {
  return `[wm-polyfill] ${subject ? `${subject.slice(0, 200)}: ` : ''}${message} ${fix} (${code})`;
}

/**
 * Whether retrying may help. Any other error persists until the page or the visitor changes something. A
 * provider's response is classified by its status, so this also works for codes of newer providers.
 */
export function isTransientError(cause: unknown): boolean {
  if (!isRelayError(cause)) return true;
  const { status, code, retryAfter } = cause;
  return Boolean(retryAfter) || (status ? TRANSIENT_STATUS.test(`${status}`) : code.startsWith('provider-'));
}

const TRANSIENT_STATUS = /^(401|404|409|429|5..)$/;

function toAgentError(cause: unknown): AgentError {
  if (!isRelayError(cause)) {
    return createAgentError('agent-failed', { ...PAGE_ERRORS['agent-failed'], title: String(cause) });
  }
  return createAgentError(cause.code, { title: cause.message, fix: cause.fix ?? '' });
}

/** Duck typing instead of `instanceof`, because each lazy module has a copy of the class. */
function isRelayError(cause: unknown): cause is RelayError {
  return cause instanceof Error && typeof (cause as Partial<RelayError>).code === 'string';
}
