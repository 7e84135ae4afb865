import type { SimulatedCode } from '../page/simulation/simulated-relay/simulated-problems.js';
import type { Persona } from '../protocol/sandbox/personas.js';
import type { CurrencyTotal } from '../protocol/currency-totals.js';
import type { SimulationOptions } from '../page/simulation/scenario/simulation-scenario.js';

/** A persona, which pays like that kind of visitor, or the exact options of a simulation. */
export type TestScenario = Persona | SimulationOptions;

/** One `monetization` event, as received by the page. */
export interface ReceivedPayment {
  readonly amountSent: CurrencyTotal;
  readonly incomingPayment: string | null;
  readonly walletAddress: string;
}

/** Selects a link by its `href`. Default: the first monetization link of the page, else of its frames. */
export interface LinkChoice {
  readonly link?: string | null | undefined;
  /** Milliseconds to wait for the link. Default: Playwright's action timeout; elsewhere one second. */
  readonly timeout?: number | undefined;
}

/** Controls the visitor's side of Web Monetization in a test. The same in every test runner. */
export interface MonetizationControl {
  /**
   * Makes one payment, in addition to the payments of the scenario. Waits for the link. Resolves when the
   * page has received the event. Rejects if the link is missing after the timeout, or if it cannot be paid.
   */
  pay(value?: string, currency?: string, choice?: LinkChoice): Promise<ReceivedPayment>;
  /**
   * Switches the scenario, as if the page had been loaded with it. `no-agent` and `late` apply from the next
   * page on.
   */
  use(scenario: TestScenario): Promise<void>;
  /** Returns to the scenario from the start of the test. */
  reset(): Promise<void>;
  /** Makes all requests for the link fail with this code; null ends the failures. */
  fail(
    code: SimulatedCode | null,
    choice?: LinkChoice & { readonly times?: number | undefined },
  ): Promise<void>;
  readonly clock: ClockControl;
  /** All events since the page was last loaded, in order. */
  events(): Promise<ReceivedPayment[]>;
  /** The sum of all events, one total for each currency. */
  received(): Promise<CurrencyTotal[]>;
}

/**
 * The clock of the agent. It is stopped until the test advances or starts it, so that each run is the same.
 */
export interface ClockControl {
  /**
   * Advances by milliseconds, or by `'10s'`, `'5m'`, `'1h'`, `'31d'`, and runs everything that is due
   * meanwhile.
   */
  advance(duration: number | string): Promise<void>;
  /** Lets the clock run in real time. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): Promise<number>;
}

/** The part of a control that runs in the page: one in each document, including frames. */
export interface DocumentControl extends MonetizationControl {
  /** Whether the document has this link. Null: any link. */
  hasLink(link: string | null): boolean;
  /** The error message for a missing link. */
  missingLinkMessage(link: string | null): string;
  /** All events of this document, with their times in milliseconds. */
  timedPayments(): TimedPayment[];
  /** Describes why no more payments may have arrived. */
  describe(): string;
}

export interface TimedPayment {
  readonly at: number;
  readonly payment: ReceivedPayment;
}

/** Connected, but pays nothing by itself. The test makes every payment. */
export const IDLE_SCENARIO: SimulationOptions = { rate: '0' };

export const DEFAULT_AMOUNT = '0.01';

/** `globalThis[Symbol.for(CONTROL_KEY)]` has the {@link SharedState} of a document. */
export const CONTROL_KEY = 'wm-polyfill/testing';

export interface SharedState {
  requested?: RequestedScenario;
  control?: DocumentControl;
  /** The number of the last finished search for a link, perhaps finished in another document. */
  lastSearch?: number;
}

/** The scenario that a test has set. */
export interface RequestedScenario {
  /** The highest wins, because the order of init scripts is not defined. */
  readonly order: number;
  /** True: only for this page. It takes precedence over scenarios for the whole browser context. */
  readonly isPageScoped: boolean;
  readonly scenario: TestScenario | undefined;
  /** The scenario from the start of the test. */
  readonly initial: TestScenario | undefined;
}
