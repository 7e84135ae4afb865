import type { Persona } from '../../protocol/personas.js';
import type { TraceEntry } from '../../protocol/trace.js';
import type { SimulatedCode } from '../../relay/simulated/problems.js';
import type { SimulationOptions } from '../../relay/simulated/scenario.js';

/**
 * The control of the simulation that runs in a page: `import { simulation } from 'wm-polyfill/simulate'`. Where only `wm.js` is on the page, for example in
 * `page.evaluate()` or an init script of Playwright, the document hands out the same object:
 *
 *     document.addEventListener('wmsimulationstart', ({ detail }) => detail.use('runs-out')); // as soon as it starts, before its first answer
 *     document.dispatchEvent(new CustomEvent('wmsimulation', { detail: (simulation) => simulation.pay(null, { value: '0.05' }) })); // while it runs
 *
 * The second calls `detail` at once, and does nothing where no simulation runs. Mistakes of the caller are a `TypeError` that names what is allowed.
 */
export interface Simulation {
  readonly persona: Persona;
  readonly clock: SimulationClock;
  /**
   * Plays this from now on, as if the page had been loaded with it: nothing is spent, each link is processed anew. `no-agent` and `late` have to be
   * known before the page is loaded: `localStorage.wm = 'late'`, or `?wm=late`.
   */
  use(scenario: Persona | SimulationOptions): void;
  /** Plays what the page was loaded with, nothing that was asked for since. */
  reset(): void;
  /** An extra payment to this link, beyond the rate. Resolves when the page has been told of it; rejects when the link cannot be paid. */
  pay(link: LinkReference, amount: SimulatedAmount): Promise<SimulatedPayment>;
  /** From now on, or so many times, what is asked for this link fails; with null it does not any more. */
  fail(link: LinkReference, code: SimulatedCode | null, options?: { times?: number }): void;
  /** What has happened since the page was loaded, or `reset()`. */
  trace(): SimulationTrace;
  /** Has all of it happen again: same scenario, seed and times, the same links, the same calls. Takes what links there are out of the page. */
  rerun(trace: SimulationTrace): Promise<SimulationTrace>;
}

export interface SimulationClock {
  /** Milliseconds since the epoch, by the agent's clock. */
  now(): number;
  /** Lets milliseconds, `'250ms'`, `'10s'`, `'5m'`, `'1h'`, `'31d'` or an ISO 8601 duration pass at once, with all that happens meanwhile. */
  advance(duration: number | string): Promise<void>;
  /** From now on only `advance()` lets time pass. */
  stop(): void;
  start(): void;
}

/** A monetization link, its `href`, or null for the first one of the page. */
export type LinkReference = Element | string | null;

export interface SimulatedAmount {
  /** A decimal, such as `'0.05'`. */
  value: string;
  /** Default: that of the visitor's wallet. */
  currency?: string;
}

/** What the `monetization` event told. */
export interface SimulatedPayment {
  amountSent: { currency: string; value: string };
  incomingPayment: string | null;
  walletAddress: string;
}

/** Times are milliseconds since `startedAt`. */
export interface SimulationTrace {
  version: 1;
  /** Milliseconds since the epoch. */
  startedAt: number;
  scenario: Persona | SimulationOptions;
  /** How long it has lasted. */
  lasted: number;
  /** Links that came and went, and calls of this control. */
  mutations: readonly SimulationMutation[];
  /** Calls, answers and events; of very many, the newest. */
  entries: readonly TraceEntry[];
}

export type SimulationMutation = { at: number } & (
  | { kind: 'added'; link: number; attributes: Readonly<Record<string, string>> }
  | { kind: 'removed'; link: number }
  | { kind: 'pay'; link: number; amount: SimulatedAmount }
  | { kind: 'fail'; href: string; code: SimulatedCode | null; times: number | null }
);

/** Dispatched at the document when a simulation has started; `detail` is its control. */
export const START_EVENT = 'wmsimulationstart';
/** Dispatched at the document by who looks for a running simulation; `detail` is called with its control. */
export const FIND_EVENT = 'wmsimulation';
