import type { Connection, Payment, RelayDescription } from '../../../protocol/relay-messages.js';
import type { Persona } from '../../../protocol/sandbox/personas.js';
import type { Relay } from '../../relay-client/relay.js';
import type { Legacy } from '../legacy/legacy.js';
import type { LinkSession } from '../sessions/link-session.js';
import type { PageVisibility } from './page-visibility.js';
import type { ImportModule } from './load-lazy-module.js';
import type { DocumentPolicy } from '../policy/document-policy.js';
import type { Platform } from './platform.js';
import type { PaymentReplay } from '../sessions/payment-replay.js';
import type { PaymentStreaming } from '../sessions/payment-streaming.js';
import type { Sessions } from '../sessions/sessions.js';
import type { YieldReason } from '../passive-agent/passive-agent.js';
import type { AgentError } from './agent-error.js';
import type { NativeAgentState } from './native-agent-state.js';
import type { CurrencyTotals } from '../../../protocol/currency-totals.js';
import type { TraceRecord } from '../trace/trace-record.js';

/** The internal state of one agent in one document. Pages get only a snapshot, {@link AgentState}. */
export interface AgentContext {
  relay: Relay;
  readonly platform: Platform;
  readonly visibility: PageVisibility;
  /** What `event.amountSent` contains: the amount that was sent, or the amount that the receiver gets. */
  readonly amountSent: 'sender' | 'receiver';

  /** The simulated visitor. Null without a simulation or a local provider. */
  persona: Persona | null;
  readonly importModule: ImportModule;
  /** `data-policy="headers"`: also apply the policies in the document's response headers. */
  readonly policyHeaders: boolean;
  /** Null until the first link needs it. */
  policy: Promise<DocumentPolicy> | null;
  /** Null until the page uses the first version of Web Monetization. */
  legacy: Legacy | null;
  /** The members of the first version that the page has used. */
  readonly legacyMembers: Set<string>;
  /** The last payment that arrived while `wm-legacy.js` was loading. */
  pendingDelivery: [LinkSession, Payment] | null;

  readonly sessions: Sessions;
  readonly streaming: PaymentStreaming;
  readonly totals: CurrencyTotals;
  readonly replay: PaymentReplay;

  /** The most recent calls and events, oldest first. */
  readonly records: TraceRecord[];
  /** Called when a record is added, and again when its call has ended. */
  onTraceRecord: (record: TraceRecord) => void;

  /** Null until another agent has been detected. */
  nativeAgent: NativeAgentState | null;
  /** True while this agent runs in parallel with a native agent, because no real money can move. */
  coexisting: boolean;

  description: RelayDescription | null;
  /** Its `state` also reflects the last payment attempt: `out-of-funds` when the budget was spent. */
  connection: Connection | null;
  pausedByVisitor: boolean;
  error: AgentError | null;
  stopped: boolean;

  /** Converts any caught value to an error for the state, and logs it to the console once. */
  report(cause: unknown, subject?: string): AgentError;
  /** Stops this agent, so that only the native agent runs. */
  yieldToNativeAgent(reason: YieldReason): void;
  /** Requests the connection from the provider now, instead of at the next poll. */
  refreshConnection(): void;
  /** Scans the document now. Required before each payment, because the links may have changed. */
  scan(): void;
  /** Marks the public state as stale, so that it is rendered again. */
  notifyStateChange(): void;
}
