import type { Session } from '../../../protocol/relay-messages.js';
import type { TraceEntry } from '../../../protocol/trace.js';
import { redactSecrets } from '../../../protocol/redact-secrets.js';
import type { RelayError } from '../../relay-client/relay-error.js';
import type { AgentError } from '../core/agent-error.js';
import { CALLS, DESCRIBE_CALL, type CallFormat } from './call-formats.js';
import type { TraceRecord } from './trace-record.js';

type MutableTraceEntry = { -readonly [Member in keyof TraceEntry]: TraceEntry[Member] };

/**
 * Returns a function that converts records to entries, or to null for records that the trace omits. Cached
 * descriptions are omitted, because no request is sent for them.
 */
export function createEntryFormatter(): (record: TraceRecord) => Promise<TraceEntry | null> {
  const ids = new WeakMap<TraceRecord, string>();
  const hrefs = new Map<unknown, string>();
  let description: TraceRecord | null = null;
  let last = 0;

  return async (record) => {
    const [at, name, args, answer, end] = record;
    const call = CALLS[name];
    // Omit the calls that read the trace.
    if (answer && !call) return null;
    // An event needs only one entry. Only calls are reported again when they end.
    if (!answer && ids.has(record)) return null;
    if (call === DESCRIBE_CALL && description && description !== record) return null;
    const id = ids.get(record) ?? `agent-${++last}`;
    ids.set(record, id);
    if (call === DESCRIBE_CALL) description = record;

    if (!call) return createEventEntry({ id, at, name, took: 0, from: 'agent', to: 'page' }, args);
    const entry: MutableTraceEntry = { id, at, name: call.name, took: null, from: 'agent', to: 'provider' };
    const href = hrefOf(args) ?? hrefs.get(args[0]);
    if (href !== undefined) entry.href = href;
    const body = call.body?.(args);
    if (body !== undefined) entry.request = redactSecrets(body);
    if (end === undefined) return entry;

    entry.took = Math.max(0, end - at);
    try {
      const response = await answer;
      addResponse(entry, call, response);
      // Later calls contain only the session's id.
      if (href !== undefined && isSession(response)) hrefs.set(response.id, href);
    } catch (cause) {
      addError(entry, cause as Partial<RelayError>);
      if (call === DESCRIBE_CALL) description = null;
    }
    return entry;
  };
}

function createEventEntry(entry: MutableTraceEntry, [href, detail]: readonly unknown[]): TraceEntry {
  const error = entry.name === 'error' ? (detail as AgentError | null) : null;
  const request = error || !detail ? {} : { request: redactSecrets(detail) };
  return { ...entry, href: String(href), ...request, ...(error && { error }) };
}

function addResponse(entry: MutableTraceEntry, { status, redactId }: CallFormat, response: unknown): void {
  if (status) entry.status = status(Object(response));
  if (response === undefined) return;
  entry.response = redactSecrets(redactId ? { ...Object(response), id: undefined } : response);
}

// Duck typing instead of `instanceof`, because each file of the build has its own copy of the class.
function addError(
  entry: MutableTraceEntry,
  { code = 'agent-failed', message = '', fix = '', status }: Partial<RelayError>,
): void {
  if (status !== undefined) entry.status = status;
  entry.error = { code, message, fix };
}

function hrefOf([first]: readonly unknown[]): string | undefined {
  if (typeof first === 'string' && /^https?:/.test(first)) return first;
  const { walletAddress } = Object(first) as { walletAddress?: string };
  return walletAddress;
}

function isSession(response: unknown): response is Session {
  return typeof response === 'object' && response !== null && 'expiresAt' in response;
}
