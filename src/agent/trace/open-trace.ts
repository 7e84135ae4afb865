import { NativeCustomEvent } from '../../page-api/natives.js';
import type { TraceEntry } from '../../protocol/trace.js';
import type { AgentContext } from '../context.js';
import { dispatch } from '../platform.js';
import { askProvider } from './ask-provider.js';
import { CALLS } from './calls.js';
import type { TraceRecord } from './record.js';
import { createToEntry } from './to-entry.js';

/** So many entries are kept, the agent's and the provider's together. */
const LIMIT = 200;

const opened = new WeakMap<AgentContext, () => Promise<readonly TraceEntry[]>>();

/** What has happened so far. From now on an `agenttrace` event at `target` tells of each entry that begins or ends. */
export function openTrace(agent: AgentContext, target: EventTarget): Promise<readonly TraceEntry[]> {
  const read = opened.get(agent) ?? follow(agent, target);
  opened.set(agent, read);
  return read();
}

function follow(agent: AgentContext, target: EventTarget): () => Promise<readonly TraceEntry[]> {
  const entries = new Map<string, TraceEntry>();
  const tell = (entry: TraceEntry): void => {
    entries.set(entry.id, Object.freeze(entry));
    const [oldest] = entries.keys();
    if (entries.size > LIMIT && oldest !== undefined) entries.delete(oldest);
    dispatch(new NativeCustomEvent('agenttrace', { detail: entry }), target);
  };
  const toEntry = createToEntry();
  const provider = askProvider(agent, tell);
  const note = async (record: TraceRecord): Promise<void> => {
    const entry = await toEntry(record);
    if (entry) tell(entry);
  };

  // One after the other: a session's href is known once it has been made.
  const past = (async () => {
    for (const record of [...agent.records]) await note(record);
  })();
  agent.traced = (record) => {
    void note(record);
    if (CALLS[record[1]]) provider.goOn();
  };
  provider.goOn();
  return async () => {
    await past;
    await provider.asked();
    return [...entries.values()].sort((a, b) => a.at - b.at);
  };
}
