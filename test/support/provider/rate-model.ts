import { nextTickDelay } from '../../../src/protocol/compute-payment-amount-and-delay.js';
import { retryDelayFor } from '../../../src/protocol/retry-delay.js';
import { createVisibleTimeTokens } from '../../../src/provider/authentication/visible-time-token.js';
import { forfeitAccruedTime } from '../../../src/provider/payments/accrual/forfeit-accrued-time.js';
import {
  recordVisibleTime,
  computeVisibleTime,
} from '../../../src/provider/payments/accrual/visible-time.js';
import type { Intent } from '../../../src/provider/core/intent-table.js';
import { markCreated, releaseReservation } from '../../../src/provider/payments/intents/intent-state.js';
import { planDuePayment } from './plan-due-payment.js';
import { reserveIntent } from '../../../src/provider/payments/intents/reserve-intent.js';
import { RelayProblem } from '../../../src/provider/core/relay-problem.js';
import type { StoredSession } from '../../../src/provider/core/sessions.js';
import { type openProviderDatabase, sampleQuote } from './provider-database.js';

export type PaymentOutcome = 'paid' | 'cancelled' | 'no quote' | 'no answer';

/** A page, as its agent runs it. */
interface ModelPage {
  mark: string | undefined;
  /** Visible milliseconds that remain until its next tick. */
  remaining: number;
  /** Whether it was visible all the time since its last response. */
  wasAlwaysVisible: boolean;
  turn: number;
}

const MARK_SECRETS: [Buffer] = [Buffer.alloc(32, 7)];

/**
 * A model of one visitor, one consent, several pages and links, and a manual clock. It compares the spent
 * amount with the actual visible time.
 */
export async function openRateModel(
  providerDatabase: Awaited<ReturnType<typeof openProviderDatabase>>,
  name: string,
  { rate, least }: { rate: bigint; least: readonly bigint[] },
) {
  const { services, clock, connect, read } = providerDatabase;
  const { connection, session } = await connect(name, { budget: 10n ** 18n });
  await services.write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ rate, asset_scale: 9n })
      .where('id', '=', connection)
      .execute(),
  );
  const links: StoredSession[] = least.map((min_send_amount) => ({ ...session, min_send_amount }));
  const pages: ModelPage[] = [];
  const open: Intent[] = [];
  let marks = createVisibleTimeTokens(MARK_SECRETS);

  const model = {
    connection,
    pages,
    /** The debit amounts of every payment that was requested from the wallet, with any outcome. */
    spent: 0n,
    visibleMs: 0,
    payments: 0,
    refusals: new Set<string>(),
    /** The response of the last tick without a payment. */
    dueIn: undefined as number | undefined,

    /** Loads or reloads the page. */
    load(index: number) {
      pages[index] = { mark: undefined, remaining: 0, wasAlwaysVisible: true, turn: index };
    },

    /** Another page sends a copy of this page's visible-time token. */
    copy(index: number) {
      const page = pages[index];
      if (page) pages.push({ ...page, wasAlwaysVisible: false });
    },

    /** These pages are visible at the same time. */
    async showPages(
      milliseconds: number,
      isSeen: (index: number) => boolean,
      outcomes: () => PaymentOutcome,
    ) {
      const seen = pages.filter((_page, index) => isSeen(index));
      for (const page of pages) page.wasAlwaysVisible &&= seen.includes(page);
      for (let left = milliseconds; seen.length > 0;) {
        for (const page of seen) if (page.remaining === 0) await tick(page, outcomes());
        if (left === 0) return;
        const step = Math.min(left, ...seen.map(({ remaining }) => remaining));
        clock.now += step;
        left -= step;
        model.visibleMs += step;
        for (const page of seen) page.remaining -= step;
      }
    },

    hidePages(milliseconds: number) {
      clock.now += milliseconds;
      for (const page of pages) page.wasAlwaysVisible = false;
    },

    /** A page that was always visible may tick early. */
    async tickEarly(index: number, outcome: PaymentOutcome) {
      const page = pages[index];
      if (page?.wasAlwaysVisible) await tick(page, outcome);
    },

    /** Simulates a restart: the state in memory is lost, and open intents are recovered. */
    async restart() {
      marks = createVisibleTimeTokens(MARK_SECRETS);
      for (const intent of open.splice(0))
        await markCreated(services, intent, { id: intent.id, delivered: false });
    },
  };

  async function tick(page: ModelPage, outcome: PaymentOutcome): Promise<void> {
    const stored = await read(connection);
    const time = computeVisibleTime(marks.verify(connection, page.mark), clock.now);
    const link = links[page.turn % links.length] as StoredSession;
    let wait = 60_000;
    try {
      const plan = await planDuePayment(services, stored, link, time);
      if (!plan.due) {
        model.dueIn = plan.next;
        await recordVisibleTime(services, stored, time);
      } else {
        page.turn += 1;
        if (outcome === 'no quote') await forfeitAccruedTime(services, stored, time, plan.next);
        else await pay(link, plan.amount, outcome, stored, time);
        await recordVisibleTime(services, stored, time);
      }
      wait = nextTickDelay(plan.next, time.waitedMs);
    } catch (error) {
      if (!(error instanceof RelayProblem)) throw error;
      model.refusals.add(error.code);
      page.turn += 1;
      wait = retryDelayFor(error.code) || wait;
    }
    page.mark = marks.issue(connection, { at: clock.now, wait });
    [page.remaining, page.wasAlwaysVisible] = [wait, true];
  }

  async function pay(
    { id }: StoredSession,
    amount: bigint,
    outcome: PaymentOutcome,
    ...[stored, time]: [Awaited<ReturnType<typeof read>>, ReturnType<typeof computeVisibleTime>]
  ): Promise<void> {
    const quote = sampleQuote(`${name} ${(model.payments += 1)}`);
    const payment = { kind: 'streamed', sessionId: id, amount, quote, time } as const;
    const intent = await reserveIntent(services, stored, payment);
    if (!intent) return;
    model.spent += amount;
    if (outcome === 'no answer') open.push(intent);
    else if (outcome === 'cancelled') await releaseReservation(services, intent);
    else await markCreated(services, intent, { id: intent.id, delivered: true });
  }

  model.load(0);
  return model;
}
