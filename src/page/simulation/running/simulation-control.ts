import type { Persona } from '../../../protocol/sandbox/personas.js';
import type { TraceEntry } from '../../../protocol/trace.js';
import type { SimulatedCode } from '../simulated-relay/simulated-problems.js';
import type { SimulationOptions } from '../scenario/simulation-scenario.js';

/**
 * Controls the simulation of a page: `import { simulation } from 'wm-polyfill/simulate'`. Without a bundler,
 * for example in `page.evaluate()` or an init script of Playwright, get the same object by events:
 *
 *     // When the simulation starts, before its first response:
 *     document.addEventListener('wmsimulationstart', ({ detail }) => detail.use('runs-out'));
 *     // While it is running:
 *     const detail = (simulation) => simulation.pay(null, { value: '0.05' });
 *     document.dispatchEvent(new CustomEvent('wmsimulation', { detail }));
 *
 * The event `wmsimulation` calls `detail` synchronously, and does nothing if no simulation is running.
 * Invalid arguments cause a `TypeError` with the allowed values.
 *
 * The control is a separate file. While it loads, calls wait in their order, and `trace()` throws.
 */
export interface Simulation {
  readonly persona: Persona;
  readonly clock: SimulationClock;
  /**
   * Switches to this persona or scenario, as if the page had been loaded with it: nothing is spent yet, and
   * each link is processed again. `no-agent` and `late` must be set before the page loads, with
   * `localStorage.wm = 'late'` or `?wm=late`.
   */
  use(scenario: Persona | SimulationOptions): void;
  /** Restores the initial persona, removes all injected failures, and starts the clock. */
  reset(): void;
  /**
   * Makes an extra payment to this link, not limited by the rate. Resolves after its `monetization` event.
   * Rejects if the link cannot be paid.
   */
  pay(link: LinkReference, amount: SimulatedAmount): Promise<SimulatedPayment>;
  /** Makes calls for this link fail with this code, `times` times or always. Null removes the failure. */
  fail(link: LinkReference, code: SimulatedCode | null, options?: { times?: number | undefined }): void;
  /**
   * The trace since the page was loaded, or since the last `use()` or `reset()`. If the page asks for the
   * control later: since then.
   */
  trace(): SimulationTrace;
  /**
   * Replays a trace: the same scenario, seed, times, links and calls. Removes the current links from the
   * page. Resolves with the new trace.
   */
  rerun(trace: SimulationTrace): Promise<SimulationTrace>;
}

export interface SimulationClock {
  /** Milliseconds since the epoch, by the agent's clock. */
  now(): number;
  /**
   * Advances the clock at once, and runs everything that falls due. `duration` is a number of milliseconds, a
   * string such as `'250ms'`, `'10s'`, `'5m'`, `'1h'` or `'31d'`, or an ISO 8601 duration.
   */
  advance(duration: number | string): Promise<void>;
  /** Stops the clock. Then only `advance()` changes the time. */
  stop(): void;
  start(): void;
}

/** A monetization link, its `href`, or null for the first one of the page. */
export type LinkReference = Element | string | null;

export interface SimulatedAmount {
  /** A decimal string, such as `'0.05'`. */
  value: string;
  /** Default: the currency of the visitor's wallet. */
  currency?: string | undefined;
}

/** The data of the `monetization` event. */
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
  /** Milliseconds from `startedAt` to the end of the trace. */
  duration: number;
  /** Links that were added or removed, and calls of `pay()` and `fail()`. */
  mutations: readonly SimulationMutation[];
  /** The most recent calls and events. */
  entries: readonly TraceEntry[];
}

export type SimulationMutation = { at: number } & (
  | { kind: 'added'; link: number; attributes: Readonly<Record<string, string>> }
  | { kind: 'removed'; link: number }
  | { kind: 'pay'; link: number; amount: SimulatedAmount }
  | { kind: 'fail'; href: string; code: SimulatedCode | null; times: number | null }
);

/** Fired at the document when a simulation has started. `detail` is its {@link Simulation}. */
export const SIMULATION_START_EVENT = 'wmsimulationstart';
/** Fire it at the document to find a running simulation. It calls `detail` with its {@link Simulation}. */
export const SIMULATION_REQUEST_EVENT = 'wmsimulation';
