import type { Connection, Payment, RelayDescription } from '../protocol/relay-messages.js';
import type { Persona } from '../protocol/personas.js';
import type { Relay } from '../relay/relay.js';
import type { ActiveSessions } from './active-sessions.js';
import type { Legacy } from './legacy/legacy.js';
import type { LinkSession } from './link-session.js';
import type { PageVisibility } from './page-visibility.js';
import type { ImportPart } from './parts.js';
import type { DocumentPolicy } from './policy/document-policy.js';
import type { Platform } from './platform.js';
import type { Replay } from './replay.js';
import type { YieldReason } from './stand-aside.js';
import type { AgentError, OtherAgentState } from './state.js';
import type { Totals } from '../protocol/totals.js';
import type { TraceRecord } from './trace/record.js';

/** Everything that one agent in one document knows. Only the files of this folder see it; pages see {@link AgentState}. */
export interface AgentContext {
  relay: Relay;
  readonly platform: Platform;
  readonly visibility: PageVisibility;
  /** Whose amount a `monetization` event tells. */
  readonly amountSent: 'sender' | 'receiver';

  /** Whom the simulation plays; null where nobody is played. */
  persona: Persona | null;
  readonly importPart: ImportPart;
  /** `data-policy="headers"`: the document's response headers count, too. */
  readonly policyHeaders: boolean;
  /** Opened when the first link needs it. */
  policy: Promise<DocumentPolicy> | null;
  /** Loaded when the page speaks the first version. */
  legacy: Legacy | null;
  /** Those that have been used. */
  readonly legacyMembers: Set<string>;
  /** What was paid last while that file was on its way. */
  unheard: [LinkSession, Payment] | null;

  readonly sessions: Map<Element, LinkSession>;
  readonly activeSessions: ActiveSessions;
  readonly totals: Totals;
  readonly replay: Replay;
  readonly tick: Tick;

  /** The last of what happened. */
  readonly records: TraceRecord[];
  /** Somebody may look at it: it has begun or ended. */
  traced: (record: TraceRecord) => void;

  /** Another agent has shown itself. */
  otherAgent: OtherAgentState | null;
  /** This one runs beside it, because nothing real can move. */
  besideOther: boolean;

  description: RelayDescription | null;
  /** Its state says, too, whether the last attempt to pay found the budget spent. */
  connection: Connection | null;
  pausedByVisitor: boolean;
  error: AgentError | null;
  stopped: boolean;

  /** Turns anything caught into an entry for the state and, once, a line for the console. */
  report(cause: unknown, subject?: string): AgentError;
  /** Ends this agent, so that the other one is alone. */
  yieldToOther(reason: YieldReason): void;
  /** Asks the provider about the connection now instead of in a minute. */
  askAgain(): void;
  /** Looks at the links now: who pays must not rely on what was seen a moment ago. */
  scan(): void;
  /** Schedules the payment streaming tick, unless it is scheduled or nothing can be paid. */
  schedule(): void;
  /** The state has to be told anew. */
  changed(): void;
}

/** The one payment streaming tick of the agent. */
export interface Tick {
  timer: number | null;
  inFlight: boolean;
  /** Milliseconds to wait, counted while the page is visible. */
  remaining: number;
  startedAt: number;
  failures: number;
}
