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

/** The link that is meant, by its `href`; default: the first monetization link of the page, else of its frames. */
export interface LinkChoice {
  readonly link?: string | null;
  /** How long a link is waited for, in milliseconds. Default: in Playwright as its actions wait, elsewhere a second. */
  readonly timeout?: number;
}

/** The visitor's side of Web Monetization, in the hands of a test. The same in every test runner. */
export interface MonetizationControl {
  /**
   * Has the visitor pay this, beyond what flows by itself. Waits for the link. Resolves when the page has heard its event; rejects when there is
   * no link in time, or it cannot be paid, with the reason.
   */
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

/** The side in the page of a control that is elsewhere: one in each document, frames included. */
export interface PageSide extends MonetizationControl {
  /** Whether the document has this link; null: any. */
  hasLink(link: string | null): boolean;
  /** Says in words that it has not. */
  noLink(link: string | null): string;
  /** All events of this document, with their time in milliseconds. */
  heard(): HeardPayment[];
  /** What may be the reason that no more has arrived. */
  describe(): string;
}

export interface HeardPayment {
  readonly at: number;
  readonly payment: ReceivedPayment;
}

/** Connected, and pays nothing by itself: every amount is one that the test names. */
export const QUIET: SimulationOptions = { rate: '0' };

export const DEFAULT_VALUE = '0.01';

/** `globalThis[Symbol.for(KEY)]`: where the side in the page is found. */
export const KEY = 'wm-polyfill/testing';

export interface Shared {
  wanted?: Wanted;
  control?: PageSide;
  /** The last search for a link that has ended, elsewhere perhaps. */
  searched?: number;
}

/** What a test has asked for. */
export interface Wanted {
  /** The latest holds: of several init scripts nobody says which one runs first. */
  readonly order: number;
  /** For this page, which comes before what holds for all pages of its browser context. */
  readonly ofPage: boolean;
  readonly scenario: Scenario | undefined;
  /** What it began with. */
  readonly first: Scenario | undefined;
}
