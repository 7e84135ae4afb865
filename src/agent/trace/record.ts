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
  answer?: Promise<unknown>,
  end?: number,
];

/** So many are kept for who looks later. */
const LIMIT = 150;

/** Resolves when the answer is here, whatever it is. Awaited only, because a page may have replaced what `then` does. */
export async function record(
  agent: AgentContext,
  name: string,
  about: readonly unknown[],
  answer?: Promise<unknown>,
): Promise<void> {
  const made: TraceRecord = [agent.platform.now(), name, about, answer];
  if (agent.records.push(made) > LIMIT) agent.records.shift();
  agent.traced(made);
  try {
    await answer;
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
      if (typeof member !== 'function') return member;
      return (...about: unknown[]) => {
        const answer = member.apply(relay, about) as Promise<unknown>;
        void record(agent, name, about, answer);
        return answer;
      };
    },
  });
  return agent;
}
