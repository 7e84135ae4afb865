import type { MonetizationState } from '../page-api/document-monetization.js';
import type { ErrorCode } from '../protocol/error-codes.js';
import type { Persona } from '../protocol/personas.js';
import type { ConnectionState } from '../protocol/relay-messages.js';
import type { CurrencyTotal } from '../protocol/totals.js';
import type { TraceEntry } from '../protocol/trace.js';
import type { LegacyEventMap } from './legacy/legacy-events.js';

export type { CurrencyTotal };
export type { TraceEntry, TraceParty } from '../protocol/trace.js';

/** Fired at the document when `document.monetization` has appeared or disappeared. */
export const STATE_SOURCE_CHANGE = 'agentstatesourcechange';

/** Fired at the document by who looks for the agent. Its `detail` is called with the {@link AgentStateSource}. */
export const STATE_SOURCE_REQUEST = 'agentstatesourcerequest';

/**
 * `no-provider` the script tag names none · `other-agent` this agent stands aside for an extension or the browser itself, see `otherAgent` ·
 * `connecting` asking the provider · `not-connected` no wallet has consented for this site · `ready` connected, no link to pay ·
 * `streaming` at least one session is paid · `paused` see `pausedBy` · `out-of-funds` the budget is used up, or the wallet has no money · `error` see `error`.
 */
export type AgentStatus =
  | 'no-provider'
  | 'other-agent'
  | 'connecting'
  | 'not-connected'
  | 'ready'
  | 'streaming'
  | 'paused'
  | 'out-of-funds'
  | 'error';

/**
 * `beside` nothing real can move here, or the script tag has `data-force`: this agent runs all the same · `waiting` this agent stands aside, and the
 * other one has not paid this page · `overdue` nor in half a minute in which the page was seen · `paying` it has paid this page · `replaced` the
 * visitor has chosen the provider of this page instead.
 */
export type OtherAgentState = 'beside' | 'waiting' | 'overdue' | 'paying' | 'replaced';

export interface AgentError {
  readonly code: ErrorCode;
  /** One sentence: what happened. */
  readonly message: string;
  /** One sentence: what to do about it. */
  readonly fix: string;
}

/** One monetization link. */
export interface AgentSession {
  /** The link's. */
  readonly href: string;
  /** `loading` the wallet address is being asked for · `waiting` in a media element that does not play · `active` in the active sessions list · `error` see `error`. */
  readonly status: 'loading' | 'waiting' | 'active' | 'error';
  /** The id that the wallet address server answered with, once known. */
  readonly walletAddress: string | null;
  /** Its URL, once there is one. */
  readonly incomingPayment: string | null;
  /**
   * Milliseconds that the page has still to be looked at until the next payment to this link has accrued, as the provider said last. The larger the
   * least amount that the receiver can be paid, the longer. Null while that is not known.
   */
  readonly dueIn: number | null;
  /** Why it is not paid: `code`, `message` and `fix`. */
  readonly error: AgentError | null;
}

/** What the visitor has allowed this site. Amounts are decimal strings in `currency`, and null until a wallet has consented. */
export interface AgentConnection {
  /** `new`, `bound`, `active`, `paused`, `out-of-funds`, `revoked` or `reconnect`. */
  readonly state: ConnectionState;
  /** That of the visitor's wallet. */
  readonly currency: string | null;
  /** What may be spent until `renewsAt`. */
  readonly budget: string | null;
  /** As the provider said last, and what this page has paid since. What other tabs pay meanwhile is not in it. */
  readonly spent: string | null;
  /** What may be spent in an hour. */
  readonly rate: string | null;
  /** ISO 8601 instant, or null for a budget that is not renewed. */
  readonly renewsAt: string | null;
}

/** What the agent tells the page. A snapshot: never changes, a new one replaces it. */
export interface AgentState {
  readonly status: AgentStatus;
  /** Who or what has paused, with `status` `paused`. */
  readonly pausedBy: 'visitor' | 'hidden' | null;
  /** Its origin, or `simulate`. With status `other-agent` the one that may be chosen instead. */
  readonly provider: string | null;
  /** True: no real money moves. */
  readonly sandbox: boolean;
  /** Who is played, where personas may be; to switch, set `localStorage.wm` (or leave `?wm=` out) and reload. Else null. */
  readonly persona: Persona | null;
  /** What another agent of this page, such as an extension, is to this one. Null: none has shown itself. */
  readonly otherAgent: OtherAgentState | null;
  /** What is wrong with the whole: `code`, `message` and `fix`. */
  readonly error: AgentError | null;
  /** Sent since the page was loaded, one entry per currency, exact. */
  readonly totals: readonly CurrencyTotal[];
  /** One for each monetization link. */
  readonly sessions: readonly AgentSession[];
  /** Null until the provider has answered. */
  readonly connection: AgentConnection | null;
}

/** `document.monetization` as far as it shows the agent. Fires `agentstatechange` after each change of `agentState`. */
export interface AgentStateSource extends EventTarget {
  /** A snapshot that never changes. `agentstatechange` says when there is a new one. */
  readonly agentState: AgentState;
  /** As the visitor: nothing is paid on this page until `resume()`. */
  pause(): void;
  /** Ends what `pause()` began. */
  resume(): void;
  /** Opens the provider's connect page. Call it from a click. */
  connect(): void;
  /** Ends all sessions and takes the visitor's consent back. Without a connection it does nothing; it never throws. */
  disconnect(): void;
  /**
   * While this agent stands aside: the visitor wants the provider of this page to pay this site instead of the other agent. It is remembered until
   * `standAside()` or a payment of the other one. Call it from a click. Unless `otherAgent` is `overdue` it does nothing.
   */
  payInstead?(): void;
  /** While `otherAgent` is `replaced`: takes `payInstead()` back. */
  standAside?(): void;
}

export interface AgentEventMap extends LegacyEventMap {
  agentstatechange: Event;
  agenttrace: CustomEvent<TraceEntry>;
}

/** All of `document.monetization`. */
export interface DocumentMonetization extends AgentStateSource {
  /** Those of `agentState`. */
  readonly sessions: AgentState['sessions'];
  /** That of `agentState`. */
  readonly connection: AgentState['connection'];
  /** @deprecated The first version's: what is known of the one tag in the head. Use `agentState`. */
  readonly state: MonetizationState;
  /**
   * The calls and events so far, secrets removed: the agent's, and in a sandbox those of the provider to the wallets. Loads what that needs.
   * From then on an `agenttrace` event brings each entry when it begins and again when it has ended.
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
