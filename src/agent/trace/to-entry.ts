import type { Session } from '../../protocol/relay-messages.js';
import type { TraceEntry } from '../../protocol/trace.js';
import { withoutSecrets } from '../../protocol/without-secrets.js';
import type { RelayError } from '../../relay/relay-error.js';
import type { AgentError } from '../state.js';
import { CALLS, DESCRIPTION } from './calls.js';
import type { CallWords } from './calls.js';
import type { TraceRecord } from './record.js';

type Writable = { -readonly [Member in keyof TraceEntry]: TraceEntry[Member] };

/** Makes an entry of each record, but of the description one until it fails, for its answer is kept. */
export function createToEntry(): (record: TraceRecord) => Promise<TraceEntry | null> {
  const ids = new WeakMap<TraceRecord, string>();
  const hrefs = new Map<unknown, string>();
  let description: TraceRecord | null = null;
  let last = 0;

  return async (record) => {
    const [at, name, about, answer, end] = record;
    const call = CALLS[name];
    // Reading the trace is no part of it.
    if (answer && !call) return null;
    // An event is told when it happens, and needs no second time.
    if (!answer && ids.has(record)) return null;
    if (call === DESCRIPTION && description && description !== record) return null;
    const id = ids.get(record) ?? `agent-${++last}`;
    ids.set(record, id);
    if (call === DESCRIPTION) description = record;

    if (!call) return eventEntry({ id, at, name, took: 0, from: 'agent', to: 'page' }, about);
    const entry: Writable = { id, at, name: call.name, took: null, from: 'agent', to: 'provider' };
    const href = hrefOf(about) ?? hrefs.get(about[0]);
    if (href !== undefined) entry.href = href;
    const body = call.body?.(about);
    if (body !== undefined) entry.request = withoutSecrets(body);
    if (end === undefined) return entry;

    entry.took = Math.max(0, end - at);
    try {
      const response = await answer;
      answered(entry, call, response);
      // Later calls name the session only.
      if (href !== undefined && isSession(response)) hrefs.set(response.id, href);
    } catch (cause) {
      failed(entry, cause as Partial<RelayError>);
      if (call === DESCRIPTION) description = null;
    }
    return entry;
  };
}

function eventEntry(entry: Writable, [href, told]: readonly unknown[]): TraceEntry {
  const error = entry.name === 'error' ? (told as AgentError | null) : null;
  const request = error || !told ? {} : { request: withoutSecrets(told) };
  return { ...entry, href: String(href), ...request, ...(error && { error }) };
}

function answered(entry: Writable, { status, withoutId }: CallWords, response: unknown): void {
  if (status) entry.status = status(Object(response));
  if (response === undefined) return;
  entry.response = withoutSecrets(withoutId ? { ...Object(response), id: undefined } : response);
}

// Not by its class: each file of the build has its own.
function failed(
  entry: Writable,
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
