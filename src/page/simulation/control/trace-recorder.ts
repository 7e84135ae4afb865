import type { Persona } from '../../../protocol/sandbox/personas.js';
import type { RelayTrace, TraceEntry } from '../../../protocol/trace.js';
import type { SimulationOptions } from '../scenario/simulation-scenario.js';
import type { AgentContext } from '../../agent/agent-context.js';
import type { SimulationMutation, SimulationTrace } from '../simulation-control.js';
import type { VirtualAgentClock } from './virtual-agent-clock.js';

const MAX_ENTRIES = 1_000;
const RECORDED_EVENTS = ['load', 'error', 'monetization'];

/** A mutation without its time. */
export type UntimedMutation = SimulationMutation extends infer One
  ? One extends unknown
    ? Omit<One, 'at'>
    : never
  : never;

/** Records a simulation. Keeps all mutations, because there are few, and the most recent calls and events. */
export class TraceRecorder {
  readonly #agent: AgentContext;
  readonly #clock: VirtualAgentClock;
  #links: Element[] = [];
  #mutations: SimulationMutation[] = [];
  #entries: TraceEntry[] = [];
  #startedAt = 0;
  #scenario: Persona | SimulationOptions = 'paying';
  #events = 0;
  /** Number of entries so far, including removed ones. */
  #entryCount = 0;

  constructor(agent: AgentContext, clock: VirtualAgentClock) {
    this.#agent = agent;
    this.#clock = clock;
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

  start(scenario: Persona | SimulationOptions, startedAt: number): void {
    this.#startedAt = startedAt;
    this.#scenario = scenario;
    this.#entries = [];
    this.#mutations = [];
    this.#links = [];
    for (const link of this.#agent.sessions.byLink.keys()) this.#addLink(link);
  }

  recordMutation(mutation: UntimedMutation): void {
    const at = this.#clock.now() - this.#startedAt;
    this.#mutations.push({ at, ...mutation } as SimulationMutation);
  }

  recordEntry = (entry: TraceEntry): void => {
    this.#entryCount += 1;
    this.#entries.push(entry);
    if (this.#entries.length >= 2 * MAX_ENTRIES) this.#entries.splice(0, MAX_ENTRIES);
  };

  /** Returns the simulated provider's calls to the wallets, like the trace of a sandbox provider. */
  readTrace = async (after: number): Promise<RelayTrace> => ({
    entries: this.#entries
      .slice(Math.min(0, after - this.#entryCount) || this.#entries.length)
      .filter(({ from }) => from === 'provider'),
    last: this.#entryCount,
    now: this.#clock.now(),
  });

  linkIndex(link: Element): number {
    return this.#links.lastIndexOf(link);
  }

  trace(): SimulationTrace {
    const trace: SimulationTrace = {
      version: 1,
      startedAt: this.#startedAt,
      scenario: this.#scenario,
      duration: this.#clock.now() - this.#startedAt,
      mutations: this.#mutations,
      entries: this.#entries.slice(-MAX_ENTRIES),
    };
    return JSON.parse(JSON.stringify(trace)) as SimulationTrace;
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
    const { href } = target as HTMLLinkElement;
    this.recordEntry({
      ...{ id: `event-${++this.#events}`, at: this.#clock.now(), took: 0, from: 'agent', to: 'page' },
      ...{ name: type, href },
      ...(type === 'monetization' && { response: JSON.parse(JSON.stringify(event)) }),
    });
  };
}
