import type { TraceEntry } from '../../protocol/trace.js';
import type { AgentContext } from '../agent/agent-context.js';
import type { SimulatedCode } from './control/simulated-problems.js';
import type { SimulationMutation } from './simulation-control.js';

const MAX_ENTRIES = 1_000;
const RECORDED_EVENTS = ['load', 'error', 'monetization'];

/** A mutation without its time. */
export type UntimedMutation = SimulationMutation extends infer One
  ? One extends unknown
    ? Omit<One, 'at'>
    : never
  : never;

/** A call or an event. The control adds texts and statuses when the page reads the trace. */
export interface SimulationRecord extends Omit<TraceEntry, 'error' | 'status'> {
  /** The code with which the call failed. */
  readonly code?: SimulatedCode | undefined;
}

/** Records a simulation. Keeps all mutations, because there are few, and the most recent calls and events. */
export class SimulationRecorder {
  startedAt = 0;
  mutations: SimulationMutation[] = [];
  records: SimulationRecord[] = [];
  /** Number of records so far, including removed ones. */
  recordCount = 0;
  readonly #agent: AgentContext;
  readonly #now: () => number;
  #links: Element[] = [];
  #events = 0;

  constructor(agent: AgentContext, now: () => number) {
    this.#agent = agent;
    this.#now = now;
    for (const type of RECORDED_EVENTS) addEventListener(type, this.#recordEvent, true);
    const { byLink } = agent.sessions;
    const { set, delete: remove } = Map.prototype;
    // Every link is added to and removed from this map, and nowhere else.
    byLink.set = (link, session) => {
      const isNew = !byLink.has(link);
      set.call(byLink, link, session);
      if (isNew) this.#addLink(link);
      return byLink;
    };
    byLink.delete = (link) => {
      this.recordMutation({ kind: 'removed', link: this.linkIndex(link) });
      return remove.call(byLink, link);
    };
  }

  start(startedAt: number): void {
    this.startedAt = startedAt;
    this.records = [];
    this.mutations = [];
    this.#links = [];
    for (const link of this.#agent.sessions.byLink.keys()) this.#addLink(link);
  }

  recordMutation(mutation: UntimedMutation): void {
    const at = this.#now() - this.startedAt;
    this.mutations.push({ at, ...mutation } as SimulationMutation);
  }

  record = (record: SimulationRecord): void => {
    this.recordCount += 1;
    this.records.push(record);
    if (this.records.length >= 2 * MAX_ENTRIES) this.records.splice(0, MAX_ENTRIES);
  };

  linkIndex(link: Element): number {
    return this.#links.lastIndexOf(link);
  }

  #addLink(link: Element): void {
    const attributes = Object.fromEntries([...link.attributes].map(({ name, value }) => [name, value]));
    this.recordMutation({ kind: 'added', link: this.#links.push(link) - 1, attributes });
  }

  readonly #recordEvent = (event: Event): void => {
    if (this.#agent.stopped) {
      for (const type of RECORDED_EVENTS) removeEventListener(type, this.#recordEvent, true);
      return;
    }
    const { target, type } = event;
    if (!(target instanceof Element) || !this.#links.includes(target)) return;
    this.record({
      ...{ id: `event-${++this.#events}`, at: this.#now(), took: 0, from: 'agent', to: 'page', name: type },
      href: (target as HTMLLinkElement).href,
      ...(type === 'monetization' && { response: event }),
    });
  };
}
