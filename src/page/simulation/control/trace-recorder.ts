import type { AgentContext } from '../../agent/agent-context.js';
import type { RunningSimulation } from '../running/running-simulation.js';
import type { SimulationMutation } from '../running/simulation-control.js';
import type { SimulationRecords } from '../simulated-relay/simulation-records.js';

const RECORDED_EVENTS = ['load', 'error', 'monetization'];

/** A mutation without its time. */
export type UntimedMutation = SimulationMutation extends infer One
  ? One extends unknown
    ? Omit<One, 'at'>
    : never
  : never;

/** Records the links and events of a simulation. Keeps all mutations, because there are few. */
export class TraceRecorder {
  startedAt = 0;
  mutations: SimulationMutation[] = [];
  readonly records: SimulationRecords;
  readonly #agent: AgentContext;
  readonly #now: () => number;
  #links: Element[] = [];
  #events = 0;

  constructor({ agent, clock, records }: RunningSimulation) {
    this.#agent = agent;
    this.#now = clock.now;
    this.records = records;
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
    this.mutations = [];
    this.#links = [];
    for (const link of this.#agent.sessions.byLink.keys()) this.#addLink(link);
  }

  recordMutation(mutation: UntimedMutation): void {
    const at = this.#now() - this.startedAt;
    this.mutations.push({ at, ...mutation } as SimulationMutation);
  }

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
    this.records.add({
      ...{ id: `event-${++this.#events}`, at: this.#now(), took: 0, from: 'agent', to: 'page', name: type },
      href: (target as HTMLLinkElement).href,
      ...(type === 'monetization' && { response: event }),
    });
  };
}
