import {
  computePaymentAmountAndDelay,
  DEFAULT_MIN_PAYMENT_DELAY_MS,
  MAX_ACCRUAL_MS,
  prepaidTime,
} from '../../../protocol/compute-payment-amount-and-delay.js';
import type { SimulatedCode } from './simulated-problems.js';
import { isUsableConnection, type Connection } from '../../../protocol/relay-messages.js';
import { maxAccrual } from '../../../protocol/rounding.js';
import type { SimulationScenario } from '../scenario/simulation-scenario.js';
import type { SimulatedSettlement } from './simulated-settlement.js';
import type { UnsettledPayment } from './simulated-session.js';
import { SimulatedVisibleTime } from './simulated-visible-time.js';

/** How often to retry a wallet without money. */
const PROBE_INTERVAL_MS = 60_000;
const HOUR_MS = 3_600_000;
/** A settlement that begins later settles a batch of as many. */
const MAX_EARLIER_PAYMENTS = 20;

/** The minimum amounts for a receiver: to send anything that arrives, and to lose little to rounding. */
export interface ReceiverMinAmounts {
  minSendAmount: bigint;
  minEfficientAmount: bigint;
}

/**
 * The visitor's consent for this site and what has been spent of it. Enforces the same limits as a provider.
 */
export class SimulatedAccount {
  state: Connection['state'];
  /** When a payment was last planned. */
  paidAt: number = -Infinity;
  spent = 0n;
  /** Undefined while all payments arrive. */
  settlement: SimulatedSettlement | undefined;
  /** The last payments before there was a settlement. */
  readonly earlierPayments: UnsettledPayment[] = [];
  readonly visibleTime: SimulatedVisibleTime;
  #renewsAt: number;
  readonly #scenario: SimulationScenario;
  readonly now: () => number;

  constructor(scenario: SimulationScenario, now: () => number) {
    this.#scenario = scenario;
    this.now = now;
    this.#renewsAt = monthAfter(now());
    this.visibleTime = new SimulatedVisibleTime(prepaidTime(scenario.rate, DEFAULT_MIN_PAYMENT_DELAY_MS));
    this.state = /^(no-wallet|declined)$/.test(scenario.persona) ? 'new' : 'active';
  }

  get isUsable(): boolean {
    this.#renew();
    return isUsableConnection(this);
  }

  toMessage(id: string): Connection {
    this.#renew();
    const { state, spent } = this;
    if (state === 'new') return { id, state };
    const { assetCode, assetScale, budget, rate } = this.#scenario;
    const amount = (value: bigint) => ({ value: `${value}`, assetCode, assetScale });
    const renewsAt = new Date(this.#renewsAt).toISOString();
    return { id, state, budget: amount(budget), spent: amount(spent), rate: amount(rate), renewsAt };
  }

  /** The amount due, and milliseconds until the next payment. @returns amount 0 while nothing is due. */
  plan({ minSendAmount, minEfficientAmount }: ReceiverMinAmounts): {
    amount: bigint;
    next: number;
    isTooLarge: boolean;
  } {
    const max = this.maxAccumulated;
    const accumulated = minEfficientAmount < max ? minEfficientAmount : max;
    const { paymentAmount, paymentDelay } = this.#accrual(
      accumulated > minSendAmount ? accumulated : minSendAmount,
    );
    const wait = paymentDelay - this.visibleTime.unpaid;
    const isTooLarge = paymentDelay > MAX_ACCRUAL_MS;
    if (wait > 0) return { amount: 0n, next: wait, isTooLarge };
    return { amount: paymentAmount, next: paymentDelay, isTooLarge };
  }

  /** The maximum amount to accrue before a payment. */
  get maxAccumulated(): bigint {
    const [accrued, left] = [maxAccrual(this.#scenario.rate), this.#scenario.budget - this.spent];
    return accrued < left ? accrued : left;
  }

  /** Whether the budget covers the amount. Sets `out-of-funds` if not even the minimum amount is left. */
  fitsBudget(amount: bigint, minSendAmount: bigint): boolean {
    const covered = amount <= this.#scenario.budget - this.spent;
    if (!covered && minSendAmount === 1n) this.state = 'out-of-funds';
    else if (covered && !this.settlement?.isUnfunded) this.state = 'active';
    return covered;
  }

  /** Whether the wallet has no money and the next retry is not due yet. */
  get isAwaitingFunds(): boolean {
    return Boolean(this.settlement?.isUnfunded) && this.now() < this.paidAt + PROBE_INTERVAL_MS;
  }

  /** Takes the amount from the budget, until the payment settles. */
  add(payment: UnsettledPayment): void {
    this.spent += payment.debit;
    if (this.settlement) this.settlement.add(payment);
    else if (this.earlierPayments.push(payment) > MAX_EARLIER_PAYMENTS) this.earlierPayments.shift();
  }

  /** Applies the results of earlier payments. */
  settle(): void {
    this.spent -= this.settlement?.settle(this.now()) ?? 0n;
    if (this.settlement?.isUnfunded && this.state === 'active') this.state = 'out-of-funds';
  }

  /** Milliseconds to wait after a payment was refused with this code. */
  retryAfter(code: SimulatedCode): number | undefined {
    if (code !== 'budget-spent') return undefined;
    return this.settlement?.isUnfunded ? PROBE_INTERVAL_MS : Math.min(HOUR_MS, this.#renewsAt - this.now());
  }

  #accrual(minAmount: bigint) {
    return computePaymentAmountAndDelay(this.#scenario.rate, minAmount, DEFAULT_MIN_PAYMENT_DELAY_MS);
  }

  #renew(): void {
    this.settle();
    const now = this.now();
    if (now < this.#renewsAt) return;
    while (now >= this.#renewsAt) this.#renewsAt = monthAfter(this.#renewsAt);
    this.spent = 0n;
    this.settlement?.clear();
    this.earlierPayments.length = 0;
    if (this.state === 'out-of-funds') this.state = 'active';
  }
}

function monthAfter(instant: number): number {
  const date = new Date(instant);
  return date.setUTCMonth(date.getUTCMonth() + 1);
}
