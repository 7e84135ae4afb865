import type { SimulatedSession } from './simulated-line.js';

/** When the provider asks what became of payments: so old is the oldest, so many are they, or so many may have failed in a row. */
const SETTLE_AFTER = 30_000;
const SETTLE_BATCH = 20;
const UNFUNDED_AFTER = 3;
/** Then it asks no more about one that hangs. */
const STUCK_AFTER = 600_000;

/** A payment after the wallet's 201. */
export interface CreatedPayment {
  readonly at: number;
  readonly session: SimulatedSession;
  /** What was asked for, in the visitor's asset, and is to arrive, in the receiver's. */
  readonly debit: bigint;
  readonly receive: bigint;
}

/** What becomes of payments, and what pages have been told too much of them. As the provider does it. */
export class Settling {
  /** In a row, as far as they are known: payments of which nothing was sent. */
  failures = 0;
  #hasSucceeded = false;
  #created: CreatedPayment[] = [];

  /** The wallet is taken to have no money. */
  get isUnfunded(): boolean {
    return this.failures >= UNFUNDED_AFTER;
  }

  add(payment: CreatedPayment): void {
    this.#created.push(payment);
  }

  /** @returns what goes back to the budget. */
  settle(now: number): bigint {
    const created = this.#created;
    const isSuspicious = this.failures > 0 || !this.#hasSucceeded;
    const isRipe =
      created.length >= SETTLE_BATCH ||
      (isSuspicious && created.length + this.failures >= UNFUNDED_AFTER) ||
      (created[0] !== undefined && created[0].at + SETTLE_AFTER <= now);
    if (!isRipe) return 0n;
    this.#created = created.filter(({ at, session }) => session.receiver.hangs && now < at + STUCK_AFTER);
    const ended = created.filter(({ session }) => !session.receiver.hangs);
    return ended.reduce((sum, payment) => sum + this.#end(payment), 0n);
  }

  /** While there is no money, each payment is waited for. @returns whether something was sent. */
  probe({ receiver }: SimulatedSession): boolean {
    if (receiver.hangs) return false;
    const hasSent = receiver.arriving !== 0;
    this.#count(hasSent);
    return hasSent;
  }

  forget(): void {
    this.#created = [];
  }

  #end({ session, debit, receive }: CreatedPayment): bigint {
    const received = (receive * BigInt(session.receiver.arriving ?? 2)) / 2n;
    // Rounded up: no less than that has to be sent.
    const sent = (received * debit + receive - 1n) / receive;
    this.#count(sent > 0n);
    session.toldTooMuch += debit - sent;
    session.toldTooMuchReceived += receive - received;
    return debit - sent;
  }

  #count(hasSent: boolean): void {
    this.failures = hasSent ? 0 : this.failures + 1;
    this.#hasSucceeded ||= hasSent;
  }
}
