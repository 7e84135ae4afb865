import type { Relay } from '../../relay-client/relay.js';
import type { AgentCore } from '../core/context.js';

/**
 * A call or an event, unformatted. The lazy module `wm-trace.js` converts records to entries and removes
 * secrets, only when the page reads the trace. `about` contains the arguments of a call, or the link and the
 * data of an event. `end` is when the response arrived.
 */
export type TraceRecord = [
  at: number,
  name: string,
  about: readonly unknown[],
  answer?: Promise<unknown> | undefined,
  end?: number,
];

export interface TraceContext extends AgentCore {
  /** The most recent calls and events, oldest first. */
  readonly records: TraceRecord[];
  /** Called when a record is added, and again when its call ends. Absent until the page reads the trace. */
  onTraceRecord?(record: TraceRecord): void;
}

/** How many records to keep, for a page that reads the trace later. */
const MAX_RECORDS = 150;

/** Records an event, or a call together with its result. */
export function record(agent: TraceContext, name: string, args: readonly unknown[]): void;
export function record<Answer extends Promise<unknown>>(
  agent: TraceContext,
  name: string,
  args: readonly unknown[],
  call: () => Answer,
): Answer;
export function record<Answer extends Promise<unknown>>(
  agent: TraceContext,
  name: string,
  args: readonly unknown[],
  call?: () => Answer,
): Answer | undefined {
  const traceRecord: TraceRecord = [agent.platform.now(), name, args];
  // The caller and `reportRecord` have the promise of the removed record.
  if (agent.records.push(traceRecord) > MAX_RECORDS) void agent.records.shift();
  const answer = call?.();
  traceRecord[3] = answer;
  void reportRecord(agent, traceRecord);
  return answer;
}

/** Reports the record now and when its call ends. Uses `await`, because the page may replace `then`. */
async function reportRecord(agent: TraceContext, traceRecord: TraceRecord): Promise<void> {
  agent.onTraceRecord?.(traceRecord);
  try {
    await traceRecord[3];
  } catch {
    // The caller handles the error.
  }
  traceRecord[4] = agent.platform.now();
  agent.onTraceRecord?.(traceRecord);
}

/** Returns the relay for an agent that records every call. */
export function recordCalls(agent: TraceContext, recorded: Relay): Relay {
  return new Proxy(recorded, {
    get(relay, name: keyof Relay) {
      const member: unknown = relay[name];
      return typeof member === 'function'
        ? (...args: unknown[]) =>
            record(agent, name, args, () => member.apply(relay, args) as Promise<unknown>)
        : member;
    },
  });
}
