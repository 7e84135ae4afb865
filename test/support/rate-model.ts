import { nextWait } from '../../src/protocol/accrual.js';
import { waitAfter } from '../../src/protocol/wait-after.js';
import { createMarks } from '../../src/provider/payments/accrual/marks.js';
import { skipTurn } from '../../src/provider/payments/accrual/skip-turn.js';
import { countTime, timeLookedAt } from '../../src/provider/payments/accrual/time-looked-at.js';
import { type Intent, markCreated, releaseIntent } from '../../src/provider/payments/intent-transitions.js';
import { planPayment } from '../../src/provider/payments/plan-payment.js';
import { submitIntent } from '../../src/provider/payments/submit-intent.js';
import { RelayProblem } from '../../src/provider/problem.js';
import type { StoredSession } from '../../src/provider/sessions.js';
import { type openBooks, quoteOf } from './stored-connection.js';

export type Outcome = 'paid' | 'cancelled' | 'no quote' | 'no answer';

/** A page as its agent runs it. */
interface Page {
  mark: string | undefined;
  /** Milliseconds that it has still to be looked at until its next tick. */
  remaining: number;
  /** It was looked at all the time since its last answer. */
  isWhole: boolean;
  turn: number;
}

const SECRET: [Buffer] = [Buffer.alloc(32, 7)];

/** One visitor, one consent, several pages and links, and a clock that may be set: what is spent, and how long was looked in truth. */
export async function openRateModel(
  books: Awaited<ReturnType<typeof openBooks>>,
  name: string,
  { rate, least }: { rate: bigint; least: readonly bigint[] },
) {
  const { services, clock, connect, read } = books;
  const { connection, session } = await connect(name, { budget: 10n ** 18n });
  await services.write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ rate, asset_scale: 9n })
      .where('id', '=', connection)
      .execute(),
  );
  const links: StoredSession[] = least.map((min_send_amount) => ({ ...session, min_send_amount }));
  const pages: Page[] = [];
  const open: Intent[] = [];
  let marks = createMarks(SECRET);

  const model = {
    connection,
    pages,
    /** Of every payment that the wallet was asked for, whatever became of it. */
    spent: 0n,
    looked: 0,
    payments: 0,
    refusals: new Set<string>(),
    /** What the last tick that paid nothing was told. */
    dueIn: undefined as number | undefined,

    /** The page is loaded, or loaded anew. */
    load(index: number) {
      pages[index] = { mark: undefined, remaining: 0, isWhole: true, turn: index };
    },

    /** Another page says what this one could say. */
    copy(index: number) {
      const page = pages[index];
      if (page) pages.push({ ...page, isWhole: false });
    },

    /** These pages are seen, side by side. */
    async look(milliseconds: number, isSeen: (index: number) => boolean, outcomes: () => Outcome) {
      const seen = pages.filter((_page, index) => isSeen(index));
      for (const page of pages) page.isWhole &&= seen.includes(page);
      for (let left = milliseconds; seen.length > 0;) {
        for (const page of seen) if (page.remaining === 0) await tick(page, outcomes());
        if (left === 0) return;
        const step = Math.min(left, ...seen.map(({ remaining }) => remaining));
        clock.now += step;
        left -= step;
        model.looked += step;
        for (const page of seen) page.remaining -= step;
      }
    },

    away(milliseconds: number) {
      clock.now += milliseconds;
      for (const page of pages) page.isWhole = false;
    },

    /** A page that was seen all the time does not wait for its turn. */
    async hurry(index: number, outcome: Outcome) {
      const page = pages[index];
      if (page?.isWhole) await tick(page, outcome);
    },

    /** What is in memory is gone; what is under way is found out. */
    async restart() {
      marks = createMarks(SECRET);
      for (const intent of open.splice(0))
        await markCreated(services, intent, { id: intent.id, told: false });
    },
  };

  async function tick(page: Page, outcome: Outcome): Promise<void> {
    const stored = await read(connection);
    const time = timeLookedAt(marks.read(connection, page.mark), clock.now);
    const link = links[page.turn % links.length] as StoredSession;
    let wait = 60_000;
    try {
      const plan = await planPayment(services, stored, link, time);
      if (!plan.due) {
        model.dueIn = plan.next;
        await countTime(services, stored, time);
      } else {
        page.turn += 1;
        if (outcome === 'no quote') await skipTurn(services, stored, time, plan.next);
        else await pay(link, plan.amount, outcome, stored, time);
        await countTime(services, stored, time);
      }
      wait = nextWait(plan.next, time.waited);
    } catch (error) {
      if (!(error instanceof RelayProblem)) throw error;
      model.refusals.add(error.code);
      page.turn += 1;
      wait = waitAfter(error.code) || wait;
    }
    page.mark = marks.write(connection, { at: clock.now, wait });
    [page.remaining, page.isWhole] = [wait, true];
  }

  async function pay(
    { id }: StoredSession,
    amount: bigint,
    outcome: Outcome,
    ...[stored, time]: [Awaited<ReturnType<typeof read>>, ReturnType<typeof timeLookedAt>]
  ): Promise<void> {
    const quote = quoteOf(`${name} ${(model.payments += 1)}`);
    const payment = { kind: 'streamed', sessionId: id, amount, quote, time } as const;
    const intent = await submitIntent(services, stored, payment);
    if (!intent) return;
    model.spent += amount;
    if (outcome === 'no answer') open.push(intent);
    else if (outcome === 'cancelled') await releaseIntent(services, intent);
    else await markCreated(services, intent, { id: intent.id, told: true });
  }

  model.load(0);
  return model;
}
