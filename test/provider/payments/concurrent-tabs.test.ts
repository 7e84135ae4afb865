import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import { processSessionForPayment } from '../../../src/provider/payments/process-session-for-payment.js';
import { readTick } from '../../../src/provider/payments/read-tick.js';
import { YIELD_DELAY_MS } from '../../../src/provider/payments/services/fair-scheduler.js';
import { openPayingPage, type Tick } from '../../support/provider/paying-page.js';
import { openSandboxWithServices } from '../../support/provider/provider-services.js';
import { ON_POSTGRES } from '../../support/postgres/test-database.js';
import { readVisitorsPayments } from '../../support/wallets/official-client.js';
import { waitFor } from '../../support/wait-for.js';

const DURATION_S = 20;
const TAB_COUNT = 20;
/** Delays requests at the visitor's wallet. */
let delaysRequest: (path: string) => Promise<void> | undefined = () => undefined;
let quotes = 0;
const { sandbox, services, advance } = await openSandboxWithServices({
  repeat: () => () => undefined,
  prepare: ({ visitor }) => observeWallet(visitor),
});

test('twenty tabs that reload every second spend as much as one page, also over two nodes', async () => {
  const single = await openPayingPage(sandbox);
  const tickOfOne = await single.open();
  const crowd = await openPayingPage(sandbox);
  const tabs: Tick[] = [];
  for (let tab = 0; tab < TAB_COUNT; tab += 1) tabs.push(await crowd.open());
  const { session_key: sessionKey, origin: siteOrigin } = await services.database
    .selectFrom('connection')
    .selectAll()
    .where('id', '=', crowd.connection)
    .executeTakeFirstOrThrow();
  /** A tick that must yield to another tab is retried after the delay. */
  const patiently = async (tick: () => Promise<{ id?: string; next: number }>) => {
    let answer = await tick();
    const between = async () => {
      await setTimeout(YIELD_DELAY_MS);
      answer = await tick();
    };
    await waitFor(() => answer.id || answer.next !== YIELD_DELAY_MS, 'the turn of a tab', { between });
    return answer.id ? 1 : 0;
  };
  /** A tick on another node. Two processes can share an SQLite file, but one thread cannot use it twice. */
  const elsewhere = async ({ session }: Tick) =>
    processSessionForPayment(services, await readTick(services, session, { sessionKey, siteOrigin }));

  let [events, alone] = [0, 0];
  quotes = 0;
  for (let second = 0; second < DURATION_S; second += 1) {
    tabs[second % TAB_COUNT] = await crowd.open();
    const answers = await Promise.all(
      tabs.map(async (tab, index) => {
        if (ON_POSTGRES && index % 2 === 1) return patiently(() => elsewhere(tab));
        return patiently(async () => (await tab()).body);
      }),
    );
    events += answers.reduce((sum: number, delivered) => sum + delivered, 0);
    alone += (await tickOfOne()).status === 201 ? 1 : 0;
    await advance(1);
  }
  assert.ok(Math.abs(events - alone) <= 1, `${events} and ${alone}`);
  assert.equal(await crowd.spent(), BigInt(events));
  assert.ok(quotes <= 2 * (events + alone) + 2, `${quotes} quotes for ${events} and ${alone} payments`);
});

for (const path of ['/op/quotes', '/op/outgoing-payments']) {
  test(`a payment that waits at the wallet’s ${path} is not made after the connection was revoked`, async () => {
    const page = await openPayingPage(sandbox);
    const tick = await page.open();
    const before = (await readVisitorsPayments(sandbox)).length;
    let arrived: () => void = () => undefined;
    const atWallet = new Promise<void>((resolve) => (arrived = resolve));
    let letGo: () => void = () => undefined;
    delaysRequest = (requested) => {
      if (requested !== path) return undefined;
      arrived();
      return new Promise<void>((resolve) => (letGo = resolve));
    };
    const under = tick();
    await atWallet;
    assert.equal((await page.revoke()).status, 204);
    delaysRequest = () => undefined;
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

function observeWallet(wallet: FastifyInstance): void {
  wallet.addHook('onRequest', async ({ url }) => {
    if (url === '/op/quotes') quotes += 1;
    await delaysRequest(url);
  });
}
