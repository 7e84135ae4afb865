import type { Persona } from '../../protocol/personas.js';
import type { RelayTrace, TraceEntry } from '../../protocol/trace.js';
import type { SimulationOptions } from '../../relay/simulated/scenario.js';
import type { AgentContext } from '../context.js';
import type { SimulationMutation, SimulationTrace } from './simulation.js';
import type { VirtualClock } from './virtual-clock.js';

const MOST_ENTRIES = 1_000;
const EVENTS = ['load', 'error', 'monetization'];

/** A mutation before it has its time. */
export type Noted = SimulationMutation extends infer One
  ? One extends unknown
    ? Omit<One, 'at'>
    : never
  : never;

/** Writes down what happens in a simulation. Of calls and events it keeps the newest; mutations are few. */
export class TraceRecorder {
  readonly #agent: AgentContext;
  readonly #clock: VirtualClock;
  #links: Element[] = [];
  #mutations: SimulationMutation[] = [];
  #entries: TraceEntry[] = [];
  #startedAt = 0;
  #scenario: Persona | SimulationOptions = 'paying';
  #events = 0;
  /** How many entries there have been. */
  #told = 0;

  constructor(agent: AgentContext, clock: VirtualClock) {
    this.#agent = agent;
    this.#clock = clock;
    for (const type of EVENTS) addEventListener(type, this.#hear, true);
    const { sessions } = agent;
    const { set, delete: remove } = Map.prototype;
    // The one place where links come and go.
    sessions.set = (link, session) => {
      const isNew = !sessions.has(link);
      set.call(sessions, link, session);
      if (isNew) this.#add(link);
      return sessions;
    };
    sessions.delete = (link) => {
      this.note({ kind: 'removed', link: this.numberOf(link) });
      return remove.call(sessions, link);
    };
  }

  begin(scenario: Persona | SimulationOptions, startedAt: number): void {
    this.#startedAt = startedAt;
    this.#scenario = scenario;
    this.#entries = [];
    this.#mutations = [];
    this.#links = [];
    for (const link of this.#agent.sessions.keys()) this.#add(link);
  }

  note(mutation: Noted): void {
    const at = this.#clock.now() - this.#startedAt;
    this.#mutations.push({ at, ...mutation } as SimulationMutation);
  }

  tell = (entry: TraceEntry): void => {
    this.#told += 1;
    this.#entries.push(entry);
    if (this.#entries.length >= 2 * MOST_ENTRIES) this.#entries.splice(0, MOST_ENTRIES);
  };

  /** As a sandbox's provider tells it: what it asked of the wallets. */
  readTrace = async (after: number): Promise<RelayTrace> => ({
    entries: this.#entries
      .slice(Math.min(0, after - this.#told) || this.#entries.length)
      .filter(({ from }) => from === 'provider'),
    last: this.#told,
    now: this.#clock.now(),
  });

  numberOf(link: Element): number {
    return this.#links.lastIndexOf(link);
  }

  trace(): SimulationTrace {
    const trace: SimulationTrace = {
      version: 1,
      startedAt: this.#startedAt,
      scenario: this.#scenario,
      lasted: this.#clock.now() - this.#startedAt,
      mutations: this.#mutations,
      entries: this.#entries.slice(-MOST_ENTRIES),
    };
    return JSON.parse(JSON.stringify(trace)) as SimulationTrace;
  }

  #add(link: Element): void {
    const attributes = Object.fromEntries([...link.attributes].map(({ name, value }) => [name, value]));
    this.note({ kind: 'added', link: this.#links.push(link) - 1, attributes });
  }

  readonly #hear = (event: Event): void => {
    if (this.#agent.stopped) {
      for (const type of EVENTS) removeEventListener(type, this.#hear, true);
      return;
    }
    const { target, type } = event;
    if (!(target instanceof Element) || !this.#links.includes(target)) return;
    const { href } = target as HTMLLinkElement;
    this.tell({
      ...{ id: `event-${++this.#events}`, at: this.#clock.now(), took: 0, from: 'agent', to: 'page' },
      ...{ name: type, href },
      ...(type === 'monetization' && { response: JSON.parse(JSON.stringify(event)) }),
    });
  };
}
