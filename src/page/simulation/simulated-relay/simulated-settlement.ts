import type { SimulatedSession, UnsettledPayment } from './simulated-session.js';

/** The provider settles at this age of the oldest payment, at this count, or after possible failures. */
const SETTLE_AFTER_MS = 30_000;
const SETTLE_BATCH_SIZE = 20;
const UNFUNDED_AFTER_FAILURES = 3;
/** Age at which the provider stops checking a payment that does not settle. */
const STUCK_AFTER_MS = 600_000;

export interface ReportedAmounts {
  readonly sent: bigint;
  readonly received: bigint;
}

/** Settles payments like the provider, and tracks how much events have overreported. */
export class SimulatedSettlement {
  /** Number of consecutive payments of which nothing was sent. */
  failures = 0;
  #hasSucceeded = false;
  #unsettled: UnsettledPayment[] = [];

  /** @param earlier payments of which all have arrived, in order. */
  constructor(earlier: readonly UnsettledPayment[]) {
    for (const payment of earlier) {
      this.add(payment);
      this.settle(payment.at);
    }
  }

  /** Whether the wallet is assumed to have no money. */
  get isUnfunded(): boolean {
    return this.failures >= UNFUNDED_AFTER_FAILURES;
  }

  add(payment: UnsettledPayment): void {
    this.#unsettled.push(payment);
  }

  /** @returns the amount to return to the budget. */
  settle(now: number): bigint {
    const created = this.#unsettled;
    const isSuspicious = this.failures > 0 || !this.#hasSucceeded;
    const isDue =
      created.length >= SETTLE_BATCH_SIZE ||
      (isSuspicious && created.length + this.failures >= UNFUNDED_AFTER_FAILURES) ||
      (created[0] !== undefined && created[0].at + SETTLE_AFTER_MS <= now);
    if (!isDue) return 0n;
    this.#unsettled = created.filter(
      ({ at, session }) => session.receiver.neverSettles && now < at + STUCK_AFTER_MS,
    );
    const ended = created.filter(({ session }) => !session.receiver.neverSettles);
    return ended.reduce((sum, payment) => sum + this.#settlePayment(payment), 0n);
  }

  /**
   * Settles a payment at once, while the wallet is assumed to have no money.
   * @returns whether anything was sent.
   */
  probe({ receiver }: SimulatedSession): boolean {
    if (receiver.neverSettles) return false;
    const hasSent = receiver.halvesDelivered !== 0;
    this.#countOutcome(hasSent);
    return hasSent;
  }

  /** What the event reports. Less than was paid, if earlier events have reported too much. */
  reportedAmounts(session: SimulatedSession, debit: bigint, receive: bigint): ReportedAmounts {
    const sent = max(0n, debit - session.overreportedSent);
    const received = max(0n, receive - session.overreportedReceived);
    session.overreportedSent -= debit - sent;
    session.overreportedReceived -= receive - received;
    return { sent, received };
  }

  clear(): void {
    this.#unsettled = [];
  }

  #settlePayment({ session, debit, receive }: UnsettledPayment): bigint {
    const received = (receive * BigInt(session.receiver.halvesDelivered ?? 2)) / 2n;
    // Rounded up, because less would not deliver this amount.
    const sent = (received * debit + receive - 1n) / receive;
    this.#countOutcome(sent > 0n);
    session.overreportedSent += debit - sent;
    session.overreportedReceived += receive - received;
    return debit - sent;
  }

  #countOutcome(hasSent: boolean): void {
    this.failures = hasSent ? 0 : this.failures + 1;
    this.#hasSucceeded ||= hasSent;
  }
}

function max(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}
