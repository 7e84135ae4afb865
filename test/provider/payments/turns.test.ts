import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Mark } from '../../../src/provider/payments/accrual/marks.js';
import { processSessionForPayment } from '../../../src/provider/payments/process-session-for-payment.js';
import { readTick } from '../../../src/provider/payments/read-tick.js';
import { openPayingPage, type PayingPage } from '../../support/paying-page.js';
import { openSandboxWithServices } from '../../support/provider-services.js';
import { seededRandom } from '../../support/wallet-random.js';

const ROUND = 2_000;
const { sandbox, services } = await openSandboxWithServices({ repeat: () => () => undefined });
/** Pages come back at the moment that they were told, however slow the machine is that runs this. */
let time = Date.now();
const slow = { ...services, now: () => time };
const random = seededRandom(7);

for (const [what, order] of [
  ['the first is always a moment earlier', (tabs: Tab[]) => tabs],
  ['now this one is earlier, now that one', (tabs: Tab[]) => tabs.toSorted(() => random() - 0.5)],
] as const) {
  test(`two tabs of three links are paid in turns: after eighteen payments each link has had as many, give or take one, though ${what}`, async () => {
    const page = await openPayingPage(sandbox);
    const tabs = [await openTab(page, 3), await openTab(page, 3)];
    await pay(18, tabs, order);
    for (const paid of tabs.flatMap((tab) => tab.paid)) assert.ok(paid >= 2 && paid <= 4, String(paid));
  });
}

test('a tab of one link is paid beside one of three as often as each of them', async () => {
  const page = await openPayingPage(sandbox);
  const tabs = [await openTab(page, 3), await openTab(page, 1)];
  await pay(16, tabs);
  const paid = tabs.flatMap((tab) => tab.paid);
  assert.ok(Math.max(...paid) - Math.min(...paid) <= 1, paid.join());
});

test('a tab that is gone without a word costs the others a tenth of a second, once', async () => {
  const page = await openPayingPage(sandbox);
  const [gone, here] = [await openTab(page, 1), await openTab(page, 1)];
  await here.ticks[0]?.();
  await gone.ticks[0]?.();
  time += ROUND;
  // It was to come now, and first.
  const [tick] = here.ticks;
  assert.equal((await tick?.())?.next, 100);
  time += 101;
  assert.ok('id' in ((await tick?.()) ?? {}));
  time += ROUND;
  assert.ok('id' in ((await tick?.()) ?? {}));
});

/** As the agent does: the links take turns, and one whose tick came to nothing keeps its turn. */
interface Tab {
  readonly ticks: (() => ReturnType<typeof processSessionForPayment>)[];
  readonly paid: number[];
  turn: number;
  /** When it asks again. */
  asksAt: number;
}

async function openTab(page: PayingPage, links: number): Promise<Tab> {
  const { session_key: sessionKey, origin: siteOrigin } = await services.database
    .selectFrom('connection')
    .selectAll()
    .where('id', '=', page.connection)
    .executeTakeFirstOrThrow();
  const ticks: Tab['ticks'] = [];
  let answered: Mark | null = null;
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

/** Each tab asks when it was told to, those of the same moment in this order, until so many payments were made. */
async function pay(
  payments: number,
  tabs: Tab[],
  order: (tabs: Tab[]) => Tab[] = (same) => same,
): Promise<void> {
  for (let [paid, asked] = [0, 0]; paid < payments; asked += 1) {
    assert.ok(asked < 20 * payments, 'nobody is paid');
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
