import type { MonetizationState } from '../../api/document-monetization.js';
import type { Payment } from '../../../protocol/relay-messages.js';
import type { LinkSession } from '../sessions/link-session.js';
import type { PaymentStreaming } from '../sessions/payment-streaming.js';
import type { SessionContext } from '../sessions/session-context.js';
import type { Sessions } from '../sessions/sessions.js';

export interface LegacyContext extends SessionContext {
  readonly sessions: Sessions;
  readonly streaming: PaymentStreaming;
  legacy: Legacy | null;
}

/** Support for pages that still use the first version of Web Monetization. */
export interface Legacy {
  readonly state: MonetizationState;
  /** Scans for `<meta name="monetization">`, which is ignored in a page with monetization links. */
  scan(): void;
  /** Updates the state. Call it after each change of the agent's state. */
  update(): void;
  /** Fires the events for a payment. */
  deliverPayment(session: LinkSession, payment: Payment): void;
  /** Logs once what replaces a member that the page uses. */
  warnDeprecated(member: string): void;
}
