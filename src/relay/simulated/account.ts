import { computePaymentAmountAndDelay, LONGEST_ACCRUAL, paidAhead } from '../../protocol/accrual.js';
import type { SimulatedCode } from './problems.js';
import type { Connection } from '../../protocol/relay-messages.js';
import { accruedInLongestWait } from '../../protocol/rounding.js';
import type { Scenario } from './scenario.js';
import { Settling } from './settling.js';
import { TimeLookedAt } from './time-looked-at.js';

const MIN_PAYMENT_DELAY = 2_000;
/** So often it is tried whether a wallet without money has some again. */
const PROBE_EVERY = 60_000;
const HOUR = 3_600_000;

/** What is known of a receiver: the least that arrives there, and the least that is worth sending. */
export interface LeastAmounts {
  least: bigint;
  worthwhile: bigint;
}

/** The visitor's consent for this site, and what has been spent of it. Its limits are those that a provider enforces. */
export class Account {
  state: Connection['state'];
  /** When a payment was last planned. */
  paidAt = -Infinity;
  spent = 0n;
  readonly settling = new Settling();
  readonly time: TimeLookedAt;
  #renewsAt: number;
  readonly #scenario: Scenario;
  readonly now: () => number;

  constructor(scenario: Scenario, now: () => number) {
    this.#scenario = scenario;
    this.now = now;
    this.#renewsAt = monthAfter(now());
    this.time = new TimeLookedAt(paidAhead(scenario.rate, MIN_PAYMENT_DELAY));
    this.state = /^(no-wallet|declined)$/.test(scenario.persona) ? 'new' : 'active';
  }

  get isUsable(): boolean {
    this.#renew();
    return this.state === 'active' || this.state === 'out-of-funds';
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

  /** What is due, and how long what comes next accrues. */
  plan({ least, worthwhile }: LeastAmounts): { amount: bigint; next: number; isTooLarge: boolean } {
    const most = this.mostWaitedFor;
    const gathered = worthwhile < most ? worthwhile : most;
    const { paymentAmount, paymentDelay } = this.#accrual(gathered > least ? gathered : least);
    const wait = paymentDelay - this.time.unpaid;
    const isTooLarge = paymentDelay > LONGEST_ACCRUAL;
    if (wait > 0) return { amount: 0n, next: wait, isTooLarge };
    return { amount: paymentAmount, next: paymentDelay, isTooLarge };
  }

  /** The most that a payment is waited for. */
  get mostWaitedFor(): bigint {
    const [accrued, left] = [accruedInLongestWait(this.#scenario.rate), this.#scenario.budget - this.spent];
    return accrued < left ? accrued : left;
  }

  /** Whether the budget has room for it. Who is short of the least amount is out of funds. */
  covers(amount: bigint, least: bigint): boolean {
    const covered = amount <= this.#scenario.budget - this.spent;
    if (!covered && least === 1n) this.state = 'out-of-funds';
    else if (covered && !this.settling.isUnfunded) this.state = 'active';
    return covered;
  }

  /** Whether it is known that there is no money, and not yet time to try again. */
  get isWaitingForMoney(): boolean {
    return this.settling.isUnfunded && this.now() < this.paidAt + PROBE_EVERY;
  }

  /** What has become of payments since. */
  settle(): void {
    this.spent -= this.settling.settle(this.now());
    if (this.settling.isUnfunded && this.state === 'active') this.state = 'out-of-funds';
  }

  /** Milliseconds to wait when a payment is refused for this reason. */
  retryAfter(code: SimulatedCode): number | undefined {
    if (code !== 'budget-spent') return undefined;
    return this.settling.isUnfunded ? PROBE_EVERY : Math.min(HOUR, this.#renewsAt - this.now());
  }

  #accrual(least: bigint) {
    return computePaymentAmountAndDelay(this.#scenario.rate, least, MIN_PAYMENT_DELAY);
  }

  #renew(): void {
    this.settle();
    const now = this.now();
    if (now < this.#renewsAt) return;
    while (now >= this.#renewsAt) this.#renewsAt = monthAfter(this.#renewsAt);
    this.spent = 0n;
    this.settling.forget();
    if (this.state === 'out-of-funds') this.state = 'active';
  }
}

function monthAfter(instant: number): number {
  const date = new Date(instant);
  return date.setUTCMonth(date.getUTCMonth() + 1);
}
