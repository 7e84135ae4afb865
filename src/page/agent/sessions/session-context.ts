import type { CurrencyTotals } from '../../../protocol/currency-totals.js';
import type { Payment } from '../../../protocol/relay-messages.js';
import type { ConnectionContext } from '../connection/connection.js';
import type { PolicyContext } from '../policy/enforce-policy.js';
import type { TraceContext } from '../trace/trace-record.js';
import type { ActiveSessions } from './active-sessions.js';
import type { LinkSession } from './link-session.js';
import type { PaymentReplay } from './payment-replay.js';

/** What the algorithms of this folder use of the agent. */
export interface SessionContext extends ConnectionContext, PolicyContext, TraceContext {
  readonly sessions: DocumentSessions;
  readonly streaming: SessionStreaming;
  /** What `event.amountSent` contains: the amount that was sent, or the amount that the receiver gets. */
  readonly amountSent: 'sender' | 'receiver' | undefined;
  readonly totals: CurrencyTotals;
  readonly replay: PaymentReplay;
  /** Null until the page uses the first version of Web Monetization. */
  readonly legacy: PaymentReceiver | null;
  /** The members of the first version that the page has used. */
  readonly legacyMembers: Set<string>;
  /** The last payment that arrived while `wm-legacy.js` was loading. */
  pendingDelivery: [LinkSession, Payment] | null;
  /** Scans the document now. Required before each payment, because the links may have changed. */
  scan(): void;
}

/** Implemented by `Sessions`. */
export interface DocumentSessions {
  values(): Iterable<LinkSession>;
  abandonSession(session: LinkSession): void;
  renewSession(session: LinkSession): void;
}

/** Implemented by `PaymentStreaming`. */
export interface SessionStreaming {
  readonly activeSessions: ActiveSessions;
  failures: number;
  add(session: LinkSession): void;
  remove(session: LinkSession): void;
  update(): void;
}

interface PaymentReceiver {
  deliverPayment(session: LinkSession, payment: Payment): void;
}
