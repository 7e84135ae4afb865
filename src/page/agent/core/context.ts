import type { Connection, RelayDescription } from '../../../protocol/relay-messages.js';
import type { Relay } from '../../relay-client/relay.js';
import type { AgentError } from './agent-error.js';
import type { ImportModule } from './load-lazy-module.js';
import type { NativeAgentState } from './native-agent-state.js';
import type { PageVisibility } from './page-visibility.js';
import type { Platform } from './platform.js';

/** The part of an agent's internal state that all its parts may use. */
export interface AgentCore {
  readonly relay: Relay;
  readonly platform: Platform;
  readonly visibility: PageVisibility;
  readonly importModule: ImportModule;

  description: RelayDescription | null;
  /** Its `state` also reflects the last payment attempt: `out-of-funds` when the budget was spent. */
  connection: Connection | null;
  pausedByVisitor: boolean;
  error: AgentError | null;
  stopped: boolean;

  /** Converts any caught value to an error for the state, and logs it to the console once. */
  report(cause: unknown, subject?: string): AgentError;
  /** Marks the public state as stale, so that it is rendered again. */
  notifyStateChange(): void;
}

/** How the agent relates to a native agent. */
export interface NativeAgentContext extends AgentCore {
  /** Null until another agent has been detected. */
  nativeAgent: NativeAgentState | null;
  /** True while this agent runs in parallel with a native agent, because no real money can move. */
  coexisting: boolean;
  /** Stops this agent, so that only the native agent runs. */
  yieldToNativeAgent(reason: YieldReason): void;
}

/** Why a running agent yields: a native agent has paid, or a local provider is not a sandbox. */
export type YieldReason = 'paid' | 'no-sandbox';
