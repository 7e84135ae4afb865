import { whenLate } from '../../agent/simulation/late.js';
import { FIND_EVENT, START_EVENT, type Simulation } from '../../agent/simulation/simulation.js';
import type { SimulatedCode } from '../../relay/simulated/problems.js';
import type { CurrencyTotal } from '../../protocol/totals.js';
import { parseScenario } from '../../relay/simulated/scenario.js';
import {
  DEFAULT_VALUE,
  QUIET,
  type HeardPayment,
  type LinkChoice,
  type PageSide,
  type ReceivedPayment,
  type Scenario,
} from '../control.js';
import { sumOf } from '../sum.js';
import { describeAgent } from './describe.js';
import { hasLink, noLink } from './links.js';
import { captureRealPlatform } from './real-timers.js';
import { Received } from './received.js';
import { startSimulatedAgent } from './start-simulated-agent.js';
import { withLink } from './with-link.js';

/** How long a test waits for an agent, in real milliseconds. */
const PATIENCE = 5_000;

/** Steers the simulation of this page: the one that it brings along, or one that {@link startAgent} gives it. */
export class PageControl implements PageSide {
  readonly #platform = captureRealPlatform();
  readonly #received = new Received(this.#platform.now);
  /** Undefined: the test has said nothing, and what the page says holds. */
  #scenario: Scenario | undefined;
  /** What reset() goes back to. */
  #first: Scenario | undefined;
  #found: Simulation | undefined;
  /** Ends the agent of its own. */
  #end: (() => void) | undefined;
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
    if (this.#end || persona === 'no-agent') return;
    const stops = this.#stops;
    const start = (): void => {
      if (this.#stops === stops) this.#end = startSimulatedAgent(this.#platform);
    };
    if (persona === 'late') whenLate(this.#platform, start);
    else start();
  }

  stop(): void {
    this.#stops += 1;
    document.removeEventListener(START_EVENT, this.#begin);
    this.#received.stop();
    this.#end?.();
    this.#end = this.#found = undefined;
  }

  async pay(value = DEFAULT_VALUE, currency?: string, choice: LinkChoice = {}): Promise<ReceivedPayment> {
    const amount = currency === undefined ? { value } : { value, currency };
    return this.#withLink(choice, (simulation) => simulation.pay(choice.link ?? null, amount));
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
    { times, ...choice }: LinkChoice & { times?: number } = {},
  ): Promise<void> {
    const options = times === undefined ? {} : { times };
    const { link } = choice;
    // By its href a link may be failed before it is in the page.
    if (typeof link === 'string') (await this.#running()).fail(link, code, options);
    else await this.#withLink(choice, (simulation) => simulation.fail(null, code, options));
  }

  async events(): Promise<ReceivedPayment[]> {
    return this.heard().map(({ payment }) => payment);
  }

  async received(): Promise<CurrencyTotal[]> {
    return sumOf(await this.events());
  }

  heard(): HeardPayment[] {
    return this.#received.heard;
  }

  hasLink(link: string | null): boolean {
    return hasLink(document, link);
  }

  noLink(link: string | null): string {
    return noLink(document, link);
  }

  describe(): string {
    return describeAgent(document);
  }

  #withLink<Result>(
    choice: LinkChoice,
    steps: (simulation: Simulation) => Result | Promise<Result>,
  ): Promise<Result> {
    return withLink(this.#platform, choice, () => this.#running(), steps);
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
