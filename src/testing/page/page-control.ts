import { startLate } from '../../page/simulation/late-start.js';
import {
  SIMULATION_REQUEST_EVENT,
  SIMULATION_START_EVENT,
  type Simulation,
} from '../../page/simulation/simulation-control.js';
import type { SimulatedCode } from '../../page/simulation/simulated-relay/simulated-problems.js';
import type { CurrencyTotal } from '../../protocol/currency-totals.js';
import { parseScenario } from '../../page/simulation/simulated-relay/simulation-scenario.js';
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
import { describeAgent } from './describe-agent.js';
import { hasLink, missingLinkMessage } from './links.js';
import { captureRealPlatform } from './real-timers.js';
import { PaymentRecorder } from './payment-recorder.js';
import { startSimulatedAgent } from './start-simulated-agent.js';
import { withLink } from './with-link.js';

/** In real milliseconds. */
const AGENT_TIMEOUT_MS = 5_000;

/** Controls the simulation of this page: its own, or one that `startAgent` starts. */
export class PageControl implements DocumentControl {
  readonly #platform = captureRealPlatform();
  readonly #recorder = new PaymentRecorder(this.#platform.now);
  /** Undefined: the test has set no scenario, so the page decides. */
  #scenario: TestScenario | undefined;
  /** The scenario that reset() restores. */
  #initialScenario: TestScenario | undefined;
  #simulation: Simulation | undefined;
  /** Stops the agent that this control started. */
  #stopAgent: (() => void) | undefined;
  #waiters: (() => void)[] = [];
  /** The number of stops. A late agent must not start after one. */
  #stopCount = 0;

  readonly clock = {
    advance: async (duration: number | string) => (await this.#getSimulation()).clock.advance(duration),
    start: async () => (await this.#getSimulation()).clock.start(),
    stop: async () => (await this.#getSimulation()).clock.stop(),
    now: async () => (await this.#getSimulation()).clock.now(),
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
    document.addEventListener(SIMULATION_START_EVENT, this.#onSimulationStart);
  };

  /** Adds Web Monetization to this page, as a browser with native support does. */
  startAgent(): void {
    const { persona } = this;
    if (this.#stopAgent || persona === 'no-agent') return;
    const stopCount = this.#stopCount;
    const start = (): void => {
      if (this.#stopCount === stopCount) this.#stopAgent = startSimulatedAgent(this.#platform);
    };
    if (persona === 'late') startLate(this.#platform, start);
    else start();
  }

  stop(): void {
    this.#stopCount += 1;
    document.removeEventListener(SIMULATION_START_EVENT, this.#onSimulationStart);
    this.#recorder.stop();
    this.#stopAgent?.();
    this.#stopAgent = this.#simulation = undefined;
  }

  async pay(value = DEFAULT_AMOUNT, currency?: string, choice: LinkChoice = {}): Promise<ReceivedPayment> {
    const amount = currency === undefined ? { value } : { value, currency };
    return this.#withLink(choice, (simulation) => simulation.pay(choice.link ?? null, amount));
  }

  async use(scenario: TestScenario): Promise<void> {
    const { persona } = parseScenario(scenario);
    this.#scenario = scenario;
    if (this.#simulation && !requiresReload(persona)) this.#applyScenario(this.#simulation, scenario);
  }

  async reset(): Promise<void> {
    this.#scenario = this.#initialScenario;
    (await this.#getSimulation()).reset();
    if (this.#simulation) this.#applyScenario(this.#simulation, this.#scenario);
  }

  async fail(
    code: SimulatedCode | null,
    { times, ...choice }: LinkChoice & { times?: number } = {},
  ): Promise<void> {
    const options = times === undefined ? {} : { times };
    const { link } = choice;
    // With an href, the failure can be set before the link exists.
    if (typeof link === 'string') (await this.#getSimulation()).fail(link, code, options);
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
    return withLink(this.#platform, choice, () => this.#getSimulation(), action);
  }

  readonly #onSimulationStart = ({ detail }: CustomEventInit<Simulation>): void => {
    if (!detail) return;
    this.#simulation = detail;
    this.#applyScenario(detail, this.#scenario);
    for (const notify of this.#waiters.splice(0)) notify();
  };

  #applyScenario(simulation: Simulation, scenario: TestScenario | undefined): void {
    // If the test has set no scenario, a persona of the page itself (?wm= or localStorage) stays.
    const effective = scenario ?? (simulation.persona === 'paying' ? IDLE_SCENARIO : undefined);
    if (effective) simulation.use(requiresReload(parseScenario(effective).persona) ? 'paying' : effective);
    simulation.clock.stop();
  }

  async #getSimulation(): Promise<Simulation> {
    document.dispatchEvent(
      new CustomEvent(SIMULATION_REQUEST_EVENT, {
        detail: (found: Simulation) => (this.#simulation ??= found),
      }),
    );
    if (!this.#simulation) await this.#waitForSimulation();
    if (this.#simulation) return this.#simulation;
    throw new Error(
      `[wm-polyfill] No simulation runs in this page (persona "${this.persona}"). Check for script errors and for another Web Monetization agent.`,
    );
  }

  #waitForSimulation(): Promise<void> {
    if (this.persona === 'no-agent') return Promise.resolve();
    return new Promise((resolve) => {
      const timer = this.#platform.setTimeout(resolve, AGENT_TIMEOUT_MS);
      this.#waiters.push(() => {
        this.#platform.clearTimeout(timer);
        resolve();
      });
    });
  }
}

/** These two apply only when the page loads. */
function requiresReload(persona: string): boolean {
  return persona === 'no-agent' || persona === 'late';
}
