import type { MonetizationState } from '../../api/document-monetization.js';
import type { ErrorCode } from '../../../protocol/error-codes.js';
import type { Persona } from '../../../protocol/sandbox/personas.js';
import type { ConnectionState } from '../../../protocol/relay-messages.js';
import type { CurrencyTotal } from '../../../protocol/currency-totals.js';
import type { TraceEntry } from '../../../protocol/trace.js';
import type { LegacyEventMap } from '../legacy/legacy-events.js';

export type { CurrencyTotal };
export type { TraceEntry, TraceParty } from '../../../protocol/trace.js';

/** Fired at the document when `document.monetization` has appeared or disappeared. */
export const STATE_SOURCE_CHANGE = 'agentstatesourcechange';

/** Fire it at the document to find the agent. The agent calls `detail` with the {@link AgentStateSource}. */
export const STATE_SOURCE_REQUEST = 'agentstatesourcerequest';

/**
 * `no-provider` the script tag names no provider · `native-agent` an extension or the browser provides Web
 * Monetization, so this agent is passive, see `nativeAgent` · `connecting` waiting for the provider ·
 * `not-connected` no wallet has consented for this site · `ready` connected, no link to pay · `streaming` at
 * least one session is paid · `paused` see `pausedBy` · `out-of-funds` the budget is used up, or the wallet
 * has no money · `error` see `error`.
 */
export type AgentStatus =
  | 'no-provider'
  | 'native-agent'
  | 'connecting'
  | 'not-connected'
  | 'ready'
  | 'streaming'
  | 'paused'
  | 'out-of-funds'
  | 'error';

/**
 * `coexisting` both agents run, because no real money can move or the script tag has `data-force` · `waiting`
 * this agent is passive, and the native agent has not paid this page yet · `timed-out` it has not paid
 * although the page was visible for 30 seconds · `paying` it has paid this page · `replaced` the visitor has
 * chosen the provider of this page instead.
 */
export type NativeAgentState = 'coexisting' | 'waiting' | 'timed-out' | 'paying' | 'replaced';

export interface AgentError {
  readonly code: ErrorCode;
  /** One sentence: what happened. */
  readonly message: string;
  /** One sentence: what to do about it. */
  readonly fix: string;
}

/** One monetization link. */
export interface AgentSession {
  /** The link's resolved URL. */
  readonly href: string;
  /**
   * `loading` the wallet address is being fetched · `waiting` the link is in a media element that does not
   * play · `active` in the active sessions list · `error` see `error`.
   */
  readonly status: 'loading' | 'waiting' | 'active' | 'error';
  /** The `id` in the wallet address server's response. Null until it has arrived. */
  readonly walletAddress: string | null;
  /** URL of the incoming payment. Null until it exists. */
  readonly incomingPayment: string | null;
  /**
   * Milliseconds of visible time until the next payment to this link has accrued, from the provider's last
   * response. It grows with the minimum amount that the receiver can be paid. Null while unknown.
   */
  readonly dueIn: number | null;
  /** Why the link is not paid: `code`, `message` and `fix`. */
  readonly error: AgentError | null;
}

/**
 * The visitor's consent for this site. Amounts are decimal strings in `currency`. Null until a wallet has
 * consented.
 */
export interface AgentConnection {
  /** `new`, `bound`, `active`, `paused`, `out-of-funds`, `revoked` or `reconnect`. */
  readonly state: ConnectionState;
  /** Asset code of the visitor's wallet, such as `USD`. */
  readonly currency: string | null;
  /** Maximum to spend until `renewsAt`. */
  readonly budget: string | null;
  /**
   * The amount spent, from the provider's last response plus later payments of this page. Does not include
   * later payments of other tabs.
   */
  readonly spent: string | null;
  /** Maximum to spend in an hour. */
  readonly rate: string | null;
  /** ISO 8601 timestamp. Null for a budget that does not renew. */
  readonly renewsAt: string | null;
}

/** The state of the agent. A frozen snapshot: each change creates a new one. */
export interface AgentState {
  readonly status: AgentStatus;
  /** Why payments are paused. */
  readonly pausedBy: 'visitor' | 'hidden' | null;
  /**
   * Its origin, or `simulate`. With status `native-agent`, the provider that the visitor may choose instead.
   */
  readonly provider: string | null;
  /** True: no real money moves. */
  readonly sandbox: boolean;
  /**
   * The simulated visitor. Null without a simulation or a local provider. To switch, set `localStorage.wm`,
   * remove `?wm=` from the URL, and reload.
   */
  readonly persona: Persona | null;
  /**
   * How another agent of this page, such as an extension, relates to this agent. Null if none was detected.
   */
  readonly nativeAgent: NativeAgentState | null;
  /** An error that affects all links: `code`, `message` and `fix`. */
  readonly error: AgentError | null;
  /** The exact amounts sent since the page was loaded, one entry per currency. */
  readonly totals: readonly CurrencyTotal[];
  /** One entry per monetization link. */
  readonly sessions: readonly AgentSession[];
  /** Null until the provider has responded. */
  readonly connection: AgentConnection | null;
}

/** State and commands of the agent. Fires `agentstatechange` after each change of `agentState`. */
export interface AgentStateSource extends EventTarget {
  /** A frozen snapshot. `agentstatechange` fires when there is a new one. */
  readonly agentState: AgentState;
  /** Stops payments on this page until `resume()`, on behalf of the visitor. */
  pause(): void;
  /** Resumes payments after `pause()`. */
  resume(): void;
  /** Opens the provider's connect page. Call it from a click. */
  connect(): void;
  /** Ends all sessions and revokes the visitor's consent. Does nothing without a connection. Never throws. */
  disconnect(): void;
  /**
   * Lets the provider of this page pay this site instead of the native agent. The choice is stored until
   * `becomePassive()` is called or the native agent pays. Call it from a click. Does nothing unless
   * `nativeAgent` is `timed-out`.
   */
  payInstead?(): void;
  /** Undoes `payInstead()`. Present while `nativeAgent` is `replaced`. */
  becomePassive?(): void;
}

export interface AgentEventMap extends LegacyEventMap {
  agentstatechange: Event;
  agenttrace: CustomEvent<TraceEntry>;
}

/** The type of `document.monetization`. */
export interface DocumentMonetization extends AgentStateSource {
  /** Same as `agentState.sessions`. */
  readonly sessions: AgentState['sessions'];
  /** Same as `agentState.connection`. */
  readonly connection: AgentState['connection'];
  /**
   * @deprecated Part of the first version of Web Monetization: the state of the one tag in the head. Use
   * `agentState`.
   */
  readonly state: MonetizationState;
  /**
   * Resolves with the calls and events so far, without secrets: those of the agent and, with a sandbox
   * provider, the provider's calls to the wallets. Loads `wm-trace.js`. Afterwards an `agenttrace` event
   * fires when an entry begins and again when it has ended.
   */
  trace(): Promise<readonly TraceEntry[]>;
  addEventListener<Type extends keyof AgentEventMap>(
    type: Type,
    listener: ((this: DocumentMonetization, event: AgentEventMap[Type]) => unknown) | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject | null,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface Document {
    readonly monetization?: DocumentMonetization;
  }
}
