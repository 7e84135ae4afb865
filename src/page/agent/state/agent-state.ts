import type { CurrencyTotal } from '../../../protocol/currency-totals.js';
import type { ConnectionState } from '../../../protocol/relay-messages.js';
import type { Persona } from '../../../protocol/sandbox/personas.js';
import type { AgentError } from '../core/agent-error.js';
import type { NativeAgentState } from '../core/native-agent-state.js';

export type { AgentError, CurrencyTotal, NativeAgentState };

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
