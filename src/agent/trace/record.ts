import type { Relay } from '../../relay/relay.js';
import type { AgentContext } from '../context.js';

/**
 * What happened, as it happened. A file of its own makes entries of it when somebody looks, so nothing is formatted or hidden here.
 * `about` are the arguments of a call, or an event's link and what it tells; `end` is when the answer came.
 */
export type TraceRecord = [
  at: number,
  name: string,
  about: readonly unknown[],
  answer?: Promise<unknown> | undefined,
  end?: number,
];

/** So many are kept for who looks later. */
const LIMIT = 150;

/** Records an event, or a call together with what comes of it. */
export function record<Answer extends Promise<unknown>>(
  agent: AgentContext,
  name: string,
  about: readonly unknown[],
  call?: () => Answer,
): Answer | undefined {
  const made: TraceRecord = [agent.platform.now(), name, about];
  if (agent.records.push(made) > LIMIT) agent.records.shift();
  const answer = call?.();
  made[3] = answer;
  void tell(agent, made);
  return answer;
}

/** Tells of it now and when the answer is here. Awaited only, because a page may have replaced what `then` does. */
async function tell(agent: AgentContext, made: TraceRecord): Promise<void> {
  agent.traced(made);
  try {
    await made[3];
  } catch {
    // Who has called hears of it.
  }
  made[4] = agent.platform.now();
  agent.traced(made);
}

/** Every call of the agent's line to the provider is recorded from here on. */
export function recordCalls(agent: AgentContext): AgentContext {
  agent.relay = new Proxy(agent.relay, {
    get(relay, name: keyof Relay) {
      const member: unknown = relay[name];
      return typeof member === 'function'
        ? (...about: unknown[]) =>
            record(agent, name, about, () => member.apply(relay, about) as Promise<unknown>)
        : member;
    },
  });
  return agent;
}
