import type { MonetizationState } from '../../api/document-monetization.js';
import type { TraceEntry } from '../../../protocol/trace.js';
import type { LegacyEventMap } from '../legacy/legacy-events.js';
import type { AgentState } from './agent-state.js';

export type * from './agent-state.js';
export type { TraceEntry, TraceParty } from '../../../protocol/trace.js';

/** Fired at the document when `document.monetization` has appeared or disappeared. */
export const STATE_SOURCE_CHANGE = 'agentstatesourcechange';

/** Fire it at the document to find the agent. The agent calls `detail` with the {@link AgentStateSource}. */
export const STATE_SOURCE_REQUEST = 'agentstatesourcerequest';

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

/** A running agent. */
export interface Agent {
  readonly monetization: DocumentMonetization;
  /** Ends all sessions, and removes all listeners, timers and `document.monetization`. */
  stop(): void;
}

declare global {
  interface Document {
    readonly monetization?: DocumentMonetization;
  }
}
