import type { Payment, Session } from '../../../protocol/relay-messages.js';
import type { TestReceiver } from '../control/test-receivers.js';

export interface SimulatedSession extends Session {
  readonly href: string;
  readonly receiver: TestReceiver;
  /** In the visitor's asset, see {@link ReceiverMinAmounts}. */
  minSendAmount: bigint;
  minEfficientAmount: bigint;
  /** How much earlier events have reported too much. The next events report that much less. */
  overreportedSent: bigint;
  overreportedReceived: bigint;
  attempts: number;
  /** Payments that the page has not received yet. */
  readonly undelivered: Payment[];
}
