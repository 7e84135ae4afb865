import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { processSessionForPayment } from '../../../src/provider/payments/process-session-for-payment.js';
import { readTick } from '../../../src/provider/payments/read-tick.js';
import { NEXT_AFTER_OTHERS } from '../../../src/provider/payments/turns.js';
import { openPayingPage, type Tick } from '../../support/paying-page.js';
import { openSandboxWithServices } from '../../support/provider-services.js';
import { ON_POSTGRES } from '../../support/test-database.js';
import { readVisitorsPayments } from '../../support/wallet-reader.js';

const SECONDS = 20;
const TABS = 20;
/** Where requests to the visitor's wallet wait. */
let holds: (path: string) => Promise<void> | undefined = () => undefined;
let quotes = 0;
const { sandbox, services, advance } = await openSandboxWithServices({
  repeat: () => () => undefined,
  prepare: ({ visitor }) => watch(visitor),
});

test('twenty tabs that reload each second spend what one page does, also over two nodes', async () => {
  const single = await openPayingPage(sandbox);
  const tickOfOne = await single.open();
  const crowd = await openPayingPage(sandbox);
  const tabs: Tick[] = [];
  for (let tab = 0; tab < TABS; tab += 1) tabs.push(await crowd.open());
  const { session_key: sessionKey, origin: siteOrigin } = await services.database
    .selectFrom('connection')
    .selectAll()
    .where('id', '=', crowd.connection)
    .executeTakeFirstOrThrow();
  /** Who is told to let another tab go first asks again at once. */
  const patiently = async (tick: () => Promise<{ id?: string; next: number }>) => {
    let answer = await tick();
    for (; !answer.id && answer.next === NEXT_AFTER_OTHERS; answer = await tick())
      await setTimeout(NEXT_AFTER_OTHERS);
    return answer.id ? 1 : 0;
  };
  /** A tick that reaches another node. Two processes may share a file of SQLite, but not one thread. */
  const elsewhere = async ({ session }: Tick) =>
    processSessionForPayment(services, await readTick(services, session, { sessionKey, siteOrigin }));

  let [events, alone] = [0, 0];
  quotes = 0;
  for (let second = 0; second < SECONDS; second += 1) {
    tabs[second % TABS] = await crowd.open();
    const answers = await Promise.all(
      tabs.map(async (tab, index) => {
        if (ON_POSTGRES && index % 2 === 1) return patiently(() => elsewhere(tab));
        return patiently(async () => (await tab()).body);
      }),
    );
    events += answers.reduce((sum: number, told) => sum + told, 0);
    alone += (await tickOfOne()).status === 201 ? 1 : 0;
    await advance(1);
  }
  assert.ok(Math.abs(events - alone) <= 1, `${events} and ${alone}`);
  assert.equal(await crowd.spent(), BigInt(events));
  assert.ok(quotes <= 2 * (events + alone) + 2, `${quotes} quotes for ${events} and ${alone} payments`);
});

for (const path of ['/op/quotes', '/op/outgoing-payments']) {
  test(`when revoking has answered, what waits at ${path} of the wallet is not paid any more`, async () => {
    const page = await openPayingPage(sandbox);
    const tick = await page.open();
    const before = (await readVisitorsPayments(sandbox)).length;
    let arrived: () => void = () => undefined;
    const atWallet = new Promise<void>((resolve) => (arrived = resolve));
    let letGo: () => void = () => undefined;
    holds = (asked) => {
      if (asked !== path) return undefined;
      arrived();
      return new Promise<void>((resolve) => (letGo = resolve));
    };
    const under = tick();
    await atWallet;
    assert.equal((await page.revoke()).status, 204);
    holds = () => undefined;
    letGo();
    assert.notEqual((await under).status, 201);
    await advance(60);
    await page.read();
    assert.equal((await tick()).body.code, 'connection-not-active');
    assert.equal((await readVisitorsPayments(sandbox)).length, before);
    const { state, spent } = await page.read();
    assert.deepEqual([state, spent?.value], ['revoked', '0']);
  });
}

function watch(wallet: FastifyInstance): void {
  wallet.addHook('onRequest', async ({ url }) => {
    if (url === '/op/quotes') quotes += 1;
    await holds(url);
  });
}
