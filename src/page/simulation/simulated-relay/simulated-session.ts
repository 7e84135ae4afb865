import type { Payment, Session } from '../../../protocol/relay-messages.js';
import type { TestReceiver } from './test-receivers.js';
import type { SimulationDetails } from './simulated-relay-options.js';

export interface SimulatedSession extends Session {
  readonly href: string;
  readonly receiver: TestReceiver;
  /** Undefined: payer and receiver have the same asset, and every payment arrives. */
  readonly details: SimulationDetails | undefined;
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

/** A payment that the wallet has accepted, but that has not settled. */
export interface UnsettledPayment {
  readonly at: number;
  readonly session: SimulatedSession;
  /** In the visitor's asset. */
  readonly debit: bigint;
  /** In the receiver's asset. */
  readonly receive: bigint;
}
