import { NativeCustomEvent } from '../../api/natives.js';
import type { TraceEntry } from '../../../protocol/trace.js';
import { dispatch } from '../core/platform.js';
import { pollProviderTrace } from './poll-provider-trace.js';
import { CALLS } from './call-formats.js';
import type { TraceContext, TraceRecord } from './trace-record.js';
import { createEntryFormatter } from './format-entry.js';

/** Maximum number of entries, of agent and provider together. */
const MAX_ENTRIES = 200;

const traceReaders = new WeakMap<TraceContext, () => Promise<readonly TraceEntry[]>>();

/** The entries so far. Afterwards an `agenttrace` event fires at `target` when an entry begins or ends. */
export function openTrace(agent: TraceContext, target: EventTarget): Promise<readonly TraceEntry[]> {
  const read = traceReaders.get(agent) ?? startTrace(agent, target);
  traceReaders.set(agent, read);
  return read();
}

function startTrace(agent: TraceContext, target: EventTarget): () => Promise<readonly TraceEntry[]> {
  const entries = new Map<string, TraceEntry>();
  const addEntry = (entry: TraceEntry): void => {
    entries.set(entry.id, Object.freeze(entry));
    const [oldest] = entries.keys();
    if (entries.size > MAX_ENTRIES && oldest !== undefined) entries.delete(oldest);
    dispatch(new NativeCustomEvent('agenttrace', { detail: entry }), target);
  };
  const formatEntry = createEntryFormatter();
  const provider = pollProviderTrace(agent, addEntry);
  const addRecord = async (record: TraceRecord): Promise<void> => {
    const entry = await formatEntry(record);
    if (entry) addEntry(entry);
  };

  // In order, because later calls need the href that the creation of their session stores.
  const past = (async () => {
    for (const record of [...agent.records]) await addRecord(record);
  })();
  agent.onTraceRecord = (record) => {
    void addRecord(record);
    if (CALLS[record[1]]) provider.startPolling();
  };
  provider.startPolling();
  return async () => {
    await past;
    await provider.refresh();
    return [...entries.values()].sort((a, b) => a.at - b.at);
  };
}
