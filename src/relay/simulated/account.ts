import { computePaymentAmountAndDelay } from '../../protocol/accrual.js';
import type { SimulatedCode } from './problems.js';
import type { Connection } from '../../protocol/relay-messages.js';
import type { Receiver } from './receivers.js';
import type { Scenario } from './scenario.js';

const MIN_PAYMENT_DELAY = 2_000;
/** So long after a payment the provider has found out what became of it. */
const SETTLED_AFTER = 30_000;
const HOUR = 3_600_000;

/** The visitor's consent for this site, and what has been spent of it. Its limits are those that a provider enforces. */
export class Account {
  state: Connection['state'];
  /** When a payment was last planned: all links share it. */
  paidAt = -Infinity;
  spent = 0n;
  #renewsAt: number;
  /** What will turn out not to have arrived. */
  #returning: { at: number; amount: bigint }[] = [];
  readonly #scenario: Scenario;
  readonly now: () => number;

  constructor(scenario: Scenario, now: () => number) {
    this.#scenario = scenario;
    this.now = now;
    this.#renewsAt = monthAfter(now());
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

  /** What is due, and when the next payment is. @param least what the receiver can be paid. */
  plan(least: bigint): { amount: bigint; next: number } {
    const { paymentAmount, paymentDelay } = computePaymentAmountAndDelay(
      this.#scenario.rate,
      least,
      MIN_PAYMENT_DELAY,
    );
    const wait = this.paidAt + paymentDelay - this.now();
    if (wait > 0) return { amount: 0n, next: wait };
    return { amount: paymentAmount, next: paymentDelay };
  }

  /** Whether the budget has room for it. Who is short of the least amount is out of funds. */
  covers(amount: bigint, least: bigint): boolean {
    const covered = amount <= this.#scenario.budget - this.spent;
    if (!covered && least === 1n) this.state = 'out-of-funds';
    else if (covered) this.state = 'active';
    return covered;
  }

  spend(amount: bigint, { arriving }: Receiver): void {
    this.spent += amount;
    if (arriving === undefined) return;
    const arrived = (amount * BigInt(arriving)) / 2n;
    this.#returning.push({ at: this.now() + SETTLED_AFTER, amount: amount - arrived });
  }

  /** Milliseconds to wait when a payment is refused for this reason. */
  retryAfter(code: SimulatedCode): number | undefined {
    return code === 'budget-spent' ? Math.min(HOUR, this.#renewsAt - this.now()) : undefined;
  }

  #renew(): void {
    const now = this.now();
    for (; this.#returning[0] && this.#returning[0].at <= now; this.#returning.shift()) {
      this.spent -= this.#returning[0].amount;
    }
    if (now < this.#renewsAt) return;
    while (now >= this.#renewsAt) this.#renewsAt = monthAfter(this.#renewsAt);
    this.spent = 0n;
    this.#returning = [];
    if (this.state === 'out-of-funds') this.state = 'active';
  }
}

function monthAfter(instant: number): number {
  const date = new Date(instant);
  return date.setUTCMonth(date.getUTCMonth() + 1);
}
