import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { LastTick } from '../../../../src/provider/authentication/visible-time-token.js';
import { processSessionForPayment } from '../../../../src/provider/payments/process-session-for-payment.js';
import { readTick } from '../../../../src/provider/payments/read-tick.js';
import { openPayingPage, type PayingPage } from '../../../support/provider/paying-page.js';
import { openSandboxWithServices } from '../../../support/provider/provider-services.js';
import { createSeededRandom } from '../../../support/seeded-random.js';

const ROUND_MS = 2_000;
const { sandbox, services } = await openSandboxWithServices({ repeat: () => () => undefined });
/** Pages tick exactly when they should, however slow this machine is. */
let time = Date.now();
const slow = { ...services, now: () => time };
const random = createSeededRandom(7);

for (const [what, order] of [
  ['the first tab always ticks first', (tabs: Tab[]) => tabs],
  ['the order is random', (tabs: Tab[]) => tabs.toSorted(() => random() - 0.5)],
] as const) {
  test(`two tabs of three links alternate, so that each link gets its share of eighteen payments (${what})`, async () => {
    const page = await openPayingPage(sandbox);
    const tabs = [await openTab(page, 3), await openTab(page, 3)];
    await pay(18, tabs, order);
    for (const paid of tabs.flatMap((tab) => tab.paid)) assert.ok(paid >= 2 && paid <= 4, String(paid));
  });
}

test('a tab with one link is paid as often as each link of a tab with three', async () => {
  const page = await openPayingPage(sandbox);
  const tabs = [await openTab(page, 3), await openTab(page, 1)];
  await pay(16, tabs);
  const paid = tabs.flatMap((tab) => tab.paid);
  assert.ok(Math.max(...paid) - Math.min(...paid) <= 1, paid.join());
});

test('a tab that was closed without notice delays the others by a tenth of a second, once', async () => {
  const page = await openPayingPage(sandbox);
  const [gone, here] = [await openTab(page, 1), await openTab(page, 1)];
  await here.ticks[0]?.();
  await gone.ticks[0]?.();
  time += ROUND_MS;
  // The closed tab would be first now.
  const [tick] = here.ticks;
  assert.equal((await tick?.())?.next, 100);
  time += 101;
  assert.ok('id' in ((await tick?.()) ?? {}));
  time += ROUND_MS;
  assert.ok('id' in ((await tick?.()) ?? {}));
});

/** Like in the agent, the links alternate, and a link whose tick paid nothing is tried again. */
interface Tab {
  readonly ticks: (() => ReturnType<typeof processSessionForPayment>)[];
  readonly paid: number[];
  turn: number;
  /** The time of the next tick. */
  asksAt: number;
}

async function openTab(page: PayingPage, links: number): Promise<Tab> {
  const { session_key: sessionKey, origin: siteOrigin } = await services.database
    .selectFrom('connection')
    .selectAll()
    .where('id', '=', page.connection)
    .executeTakeFirstOrThrow();
  const ticks: Tab['ticks'] = [];
  let answered: LastTick | null = null;
  for (let link = 0; link < links; link += 1) {
    const { session } = await page.open();
    ticks.push(async () => {
      const tick = await readTick(slow, session, { sessionKey, siteOrigin }, () => answered);
      const answer = await processSessionForPayment(slow, tick);
      answered = { at: time, wait: answer.next };
      return answer;
    });
  }
  time = Math.max(time, Date.now());
  return { ticks, paid: ticks.map(() => 0), turn: 0, asksAt: time };
}

/**
 * Each tab ticks at its time, simultaneous ones in the given order, until this number of payments was made.
 */
async function pay(
  payments: number,
  tabs: Tab[],
  order: (tabs: Tab[]) => Tab[] = (same) => same,
): Promise<void> {
  for (let [paid, rounds] = [0, 0]; paid < payments; rounds += 1) {
    assert.ok(rounds < 20 * payments, 'no payments');
    time = Math.min(...tabs.map(({ asksAt }) => asksAt));
    const [tab] = order(tabs.filter(({ asksAt }) => asksAt === time)) as [Tab];
    const answer = await tab.ticks[tab.turn]?.();
    assert.ok(answer);
    tab.asksAt = time + answer.next;
    if (!('id' in answer)) continue;
    tab.paid[tab.turn] = (tab.paid[tab.turn] as number) + 1;
    tab.turn = (tab.turn + 1) % tab.ticks.length;
    paid += 1;
  }
}
