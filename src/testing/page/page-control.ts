import { startAgent, type Agent } from '../../agent/agent.js';
import { whenLate } from '../../agent/simulation/late.js';
import { FIND_EVENT, START_EVENT, type Simulation } from '../../agent/simulation/simulation.js';
import { pageVisibility, type PageVisibility } from '../../agent/page-visibility.js';
import { capturePlatform } from '../../agent/platform.js';
import { apply } from '../../page-api/apply.js';
import type { SimulatedCode } from '../../relay/simulated/problems.js';
import type { CurrencyTotal } from '../../protocol/totals.js';
import { parseScenario } from '../../relay/simulated/scenario.js';
import {
  DEFAULT_VALUE,
  QUIET,
  type LinkChoice,
  type PageSide,
  type ReceivedPayment,
  type Scenario,
} from '../control.js';
import { Received } from './received.js';

/** How long a test waits for an agent, in real milliseconds. */
const PATIENCE = 5_000;

/** Steers the simulation of this page: the one that it brings along, or one that {@link startAgent} gives it. */
export class PageControl implements PageSide {
  readonly #platform = capturePlatform();
  readonly #received = new Received();
  /** Undefined: the test has said nothing, and what the page says holds. */
  #scenario: Scenario | undefined;
  /** What reset() goes back to. */
  #first: Scenario | undefined;
  #found: Simulation | undefined;
  #agent: Agent | undefined;
  #undo = (): void => undefined;
  #waiting: (() => void)[] = [];
  /** How often it was stopped: an agent that comes late must not come after that. */
  #stops = 0;

  readonly clock = {
    advance: async (duration: number | string) => (await this.#running()).clock.advance(duration),
    start: async () => (await this.#running()).clock.start(),
    stop: async () => (await this.#running()).clock.stop(),
    now: async () => (await this.#running()).clock.now(),
  };

  /** Whom the visitor is, as this page finds him. */
  get persona(): string {
    return parseScenario(this.#scenario ?? QUIET).persona;
  }

  /** From now on events are written down, and a simulation that starts plays this. @throws TypeError */
  watch(scenario: Scenario | undefined, first: Scenario | undefined): void {
    if (scenario !== undefined) parseScenario(scenario);
    this.#scenario = scenario;
    this.#first = first;
    this.listen();
  }

  readonly listen = (): void => {
    this.#received.listen();
    document.addEventListener(START_EVENT, this.#begin);
  };

  /** Does what a browser with Web Monetization does, to this page. */
  startAgent(): void {
    const { persona } = this;
    if (this.#agent || persona === 'no-agent') return;
    const stops = this.#stops;
    const start = (): void => {
      if (this.#stops !== stops) return;
      this.#undo = apply();
      this.#agent = startAgent({
        provider: 'simulate',
        simulateOn: location.hostname,
        persona: 'paying',
        visibility: visibilityOf(document),
      });
    };
    if (persona === 'late') whenLate(this.#platform, start);
    else start();
  }

  stop(): void {
    this.#stops += 1;
    document.removeEventListener(START_EVENT, this.#begin);
    this.#received.stop();
    this.#agent?.stop();
    this.#undo();
    this.#undo = () => undefined;
    this.#agent = this.#found = undefined;
  }

  async pay(value = DEFAULT_VALUE, currency?: string, { link }: LinkChoice = {}): Promise<ReceivedPayment> {
    const amount = currency === undefined ? { value } : { value, currency };
    return (await this.#running()).pay(link ?? null, amount);
  }

  async use(scenario: Scenario): Promise<void> {
    const { persona } = parseScenario(scenario);
    this.#scenario = scenario;
    if (this.#found && !isBeforeLoading(persona)) this.#play(this.#found, scenario);
  }

  async reset(): Promise<void> {
    this.#scenario = this.#first;
    (await this.#running()).reset();
    if (this.#found) this.#play(this.#found, this.#scenario);
  }

  async fail(
    code: SimulatedCode | null,
    { link, times }: LinkChoice & { times?: number } = {},
  ): Promise<void> {
    (await this.#running()).fail(link ?? null, code, times === undefined ? {} : { times });
  }

  async events(): Promise<ReceivedPayment[]> {
    return this.#received.payments;
  }

  async received(): Promise<CurrencyTotal[]> {
    return this.#received.totals;
  }

  hasReceived(value: string, currency: string): boolean {
    return this.#received.addUpTo(value, currency);
  }

  describe(): string {
    const { agentState } = document.monetization ?? {};
    const totals = this.#received.totals.map(({ value, currency }) => `${value} ${currency}`);
    const links = document.querySelectorAll('link[rel~="monetization"]').length;
    const problems = [agentState?.error, ...(agentState?.sessions ?? []).map(({ error }) => error)];
    return [
      `${totals.join(' + ') || 'nothing'}, in ${this.#received.payments.length} event(s).`,
      agentState ? `The agent is "${agentState.status}".` : 'There is no agent.',
      ...(links ? [] : ['The page has no <link rel="monetization">.']),
      ...problems.flatMap((problem) =>
        problem ? [`${problem.code}: ${problem.message} ${problem.fix}`] : [],
      ),
    ].join(' ');
  }

  readonly #begin = ({ detail }: CustomEventInit<Simulation>): void => {
    if (!detail) return;
    this.#found = detail;
    this.#play(detail, this.#scenario);
    for (const go of this.#waiting.splice(0)) go();
  };

  #play(simulation: Simulation, scenario: Scenario | undefined): void {
    // Whom the page itself names, by ?wm= or in its storage, it has.
    const given = scenario ?? (simulation.persona === 'paying' ? QUIET : undefined);
    if (given) simulation.use(isBeforeLoading(parseScenario(given).persona) ? 'paying' : given);
    simulation.clock.stop();
  }

  async #running(): Promise<Simulation> {
    document.dispatchEvent(
      new CustomEvent(FIND_EVENT, { detail: (found: Simulation) => (this.#found ??= found) }),
    );
    if (!this.#found) await this.#untilStarted();
    if (this.#found) return this.#found;
    throw new Error(
      `[wm-polyfill] No simulation runs in this page (persona "${this.persona}"). Is there a script error, or an agent of another kind?`,
    );
  }

  #untilStarted(): Promise<void> {
    if (this.persona === 'no-agent') return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#platform.setTimeout(resolve, PATIENCE);
      this.#waiting.push(() => {
        this.#platform.clearTimeout(timer);
        resolve();
      });
    });
  }
}

/** These two have to be known when the page is loaded. */
function isBeforeLoading(persona: string): boolean {
  return persona === 'no-agent' || persona === 'late';
}

/** A test's page is looked at, though a DOM without a browser says that it is prerendered, and a tab beside others that it is hidden. */
function visibilityOf(document: Document): PageVisibility {
  if (document.visibilityState === 'visible') return pageVisibility(document);
  return { visible: true, listen: () => undefined, observe: () => () => undefined };
}
