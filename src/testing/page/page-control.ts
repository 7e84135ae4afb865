import type { Simulation } from '../../page/simulation/running/simulation-control.js';
import type { SimulatedCode } from '../../page/simulation/simulated-relay/simulated-problems.js';
import type { CurrencyTotal } from '../../protocol/currency-totals.js';
import { parseScenario } from '../../page/simulation/scenario/simulation-scenario.js';
import {
  DEFAULT_AMOUNT,
  IDLE_SCENARIO,
  type TimedPayment,
  type LinkChoice,
  type DocumentControl,
  type ReceivedPayment,
  type TestScenario,
} from '../control.js';
import { sumPayments } from '../sum-payments.js';
import { AgentStarter } from './agent-starter.js';
import { describeAgent } from './describe-agent.js';
import { hasLink, missingLinkMessage } from './links.js';
import { captureRealPlatform } from './real-timers.js';
import { PaymentRecorder } from './payment-recorder.js';
import { SimulationFinder } from './simulation-finder.js';
import { withLink } from './with-link.js';

/** Controls the simulation of this page: its own, or one that `startAgent` starts. */
export class PageControl implements DocumentControl {
  readonly #platform = captureRealPlatform();
  readonly #recorder = new PaymentRecorder(this.#platform.now);
  readonly #agent = new AgentStarter(this.#platform);
  readonly #simulation = new SimulationFinder({
    platform: this.#platform,
    persona: () => this.persona,
    onStart: (simulation) => this.#applyScenario(simulation, this.#scenario),
  });
  /** Undefined: the test has set no scenario, so the page decides. */
  #scenario: TestScenario | undefined;
  /** The scenario that reset() restores. */
  #initialScenario: TestScenario | undefined;

  readonly clock: DocumentControl['clock'] = {
    advance: async (duration) => (await this.#simulation.find()).clock.advance(duration),
    start: async () => (await this.#simulation.find()).clock.start(),
    stop: async () => (await this.#simulation.find()).clock.stop(),
    now: async () => (await this.#simulation.find()).clock.now(),
  };

  /** The persona for this page. */
  get persona(): string {
    return parseScenario(this.#scenario ?? IDLE_SCENARIO).persona;
  }

  /**
   * Sets the scenario for the next simulation and starts to record events.
   * @throws TypeError for an unknown persona or option
   */
  setScenario(scenario: TestScenario | undefined, initial: TestScenario | undefined): void {
    if (scenario !== undefined) parseScenario(scenario);
    this.#scenario = scenario;
    this.#initialScenario = initial;
    this.listen();
  }

  readonly listen = (): void => {
    this.#recorder.listen();
    this.#simulation.listen();
  };

  /** Adds Web Monetization to this page, as a browser with native support does. */
  startAgent(): void {
    this.#agent.start(this.persona);
  }

  stop(): void {
    this.#simulation.stop();
    this.#recorder.stop();
    this.#agent.stop();
  }

  readonly pay: DocumentControl['pay'] = (value = DEFAULT_AMOUNT, currency, choice = {}) => {
    const amount = currency === undefined ? { value } : { value, currency };
    return this.#withLink(choice, (simulation) => simulation.pay(choice.link ?? null, amount));
  };

  async use(scenario: TestScenario): Promise<void> {
    const { persona } = parseScenario(scenario);
    this.#scenario = scenario;
    const { found } = this.#simulation;
    if (found && !requiresReload(persona)) this.#applyScenario(found, scenario);
  }

  async reset(): Promise<void> {
    this.#scenario = this.#initialScenario;
    (await this.#simulation.find()).reset();
    const { found } = this.#simulation;
    if (found) this.#applyScenario(found, this.#scenario);
  }

  async fail(
    code: SimulatedCode | null,
    { times, ...choice }: LinkChoice & { times?: number | undefined } = {},
  ): Promise<void> {
    const options = times === undefined ? {} : { times };
    // With an href, the failure can be set before the link exists.
    if (typeof choice.link === 'string') (await this.#simulation.find()).fail(choice.link, code, options);
    else await this.#withLink(choice, (simulation) => simulation.fail(null, code, options));
  }

  async events(): Promise<ReceivedPayment[]> {
    return this.timedPayments().map(({ payment }) => payment);
  }

  async received(): Promise<CurrencyTotal[]> {
    return sumPayments(await this.events());
  }

  timedPayments(): TimedPayment[] {
    return this.#recorder.payments;
  }

  hasLink(link: string | null): boolean {
    return hasLink(document, link);
  }

  missingLinkMessage(link: string | null): string {
    return missingLinkMessage(document, link);
  }

  describe(): string {
    return describeAgent(document);
  }

  #withLink<Result>(
    choice: LinkChoice,
    action: (simulation: Simulation) => Result | Promise<Result>,
  ): Promise<Result> {
    return withLink(this.#platform, choice, () => this.#simulation.find(), action);
  }

  #applyScenario(simulation: Simulation, scenario: TestScenario | undefined): void {
    // If the test has set no scenario, a persona of the page itself (?wm= or localStorage) stays.
    const effective = scenario ?? (simulation.persona === 'paying' ? IDLE_SCENARIO : undefined);
    if (effective) simulation.use(requiresReload(parseScenario(effective).persona) ? 'paying' : effective);
    simulation.clock.stop();
  }
}

/** These two apply only when the page loads. */
function requiresReload(persona: string): boolean {
  return persona === 'no-agent' || persona === 'late';
}
