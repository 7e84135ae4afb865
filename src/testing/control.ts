import type { SimulatedCode } from '../relay/simulated/problems.js';
import type { Persona } from '../protocol/personas.js';
import type { CurrencyTotal } from '../protocol/totals.js';
import type { SimulationOptions } from '../relay/simulated/scenario.js';

/** A persona, which pays as that visitor would, or what exactly is to be played. */
export type Scenario = Persona | SimulationOptions;

/** One `monetization` event, as the page heard it. */
export interface ReceivedPayment {
  readonly amountSent: CurrencyTotal;
  readonly incomingPayment: string | null;
  readonly walletAddress: string;
}

/** The link that is meant, by its `href`; default: the first monetization link of the page. */
export interface LinkChoice {
  readonly link?: string | null;
}

/** The visitor's side of Web Monetization, in the hands of a test. The same in every test runner. */
export interface MonetizationControl {
  /** Has the visitor pay this, beyond what flows by itself. Resolves when the page has heard its event; rejects when the link cannot be paid, with the reason. */
  pay(value?: string, currency?: string, choice?: LinkChoice): Promise<ReceivedPayment>;
  /** Plays this from now on, as if the page had been loaded with it. `no-agent` and `late` hold from the next page on. */
  use(scenario: Scenario): Promise<void>;
  /** Plays what the test began with. */
  reset(): Promise<void>;
  /** What is asked for the link fails with this code; with null it does not any more. */
  fail(code: SimulatedCode | null, choice?: LinkChoice & { readonly times?: number }): Promise<void>;
  readonly clock: ClockControl;
  /** All events of the page as it was loaded last, in order. */
  events(): Promise<ReceivedPayment[]>;
  /** What they add up to, one total for each currency. */
  received(): Promise<CurrencyTotal[]>;
}

/** The agent's clock stands until the test lets time pass, so that each run is the same. */
export interface ClockControl {
  /** Milliseconds, or `'10s'`, `'5m'`, `'1h'`, `'31d'`, with all that happens meanwhile. */
  advance(duration: number | string): Promise<void>;
  /** From now on time passes by itself. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /** Milliseconds since the epoch. */
  now(): Promise<number>;
}

/** The side in the page of a control that is elsewhere. */
export interface PageSide extends MonetizationControl {
  /** Whether all events in this currency add up to this value. */
  hasReceived(value: string, currency: string): boolean;
  /** What has arrived, in words, and what may be the reason that no more has. */
  describe(): string;
}

/** Connected, and pays nothing by itself: every amount is one that the test names. */
export const QUIET: SimulationOptions = { rate: '0' };

export const DEFAULT_VALUE = '0.01';

/** `globalThis[Symbol.for(KEY)]`: where the side in the page is found. */
export const KEY = 'wm-polyfill/testing';

export interface Shared {
  /** What the test has asked for last: of several init scripts nobody says which one runs first. */
  wanted?: {
    readonly order: number;
    readonly scenario: Scenario | undefined;
    /** What it began with. */
    readonly first: Scenario | undefined;
  };
  control?: PageSide;
}
