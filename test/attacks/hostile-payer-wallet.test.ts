import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { play, playHonest } from '../support/paying-page.js';
import type { Answer } from './support/lying-wallet.js';
import { forgetful, openPayerWorld } from './support/payer-world.js';

/** Milliseconds for any call of a wallet: more than a busy machine needs for one. */
const PATIENCE = 4_000;
const { sandbox, wallet, pass, openPage, countPayments, tickUntilTold } = await openPayerWorld({
  totalTimeout: PATIENCE,
});
beforeEach(async () => {
  wallet.beHonest();
  await playHonest(sandbox);
});

test('success that is told twice is one event: by an answer that is lost, and a list that has the payment twice', async () => {
  const before = await countPayments();
  const { own, pay } = await openPage();
  await play(sandbox, 'lost-201');
  assert.equal((await pay()).body.code, 'payer-unreachable');
  wallet.lie('GET /op/outgoing-payments', (answer) => ({
    ...forgetful(answer),
    ...(answer['result'] && {
      result: answer['result'].flatMap((payment: Answer) => [
        payment,
        { ...payment, id: `${payment['id']}x` },
      ]),
    }),
  }));
  assert.equal(await tickUntilTold(pay), 1);
  assert.equal(await own.spent(), 1n);
  assert.equal(await countPayments(), before + 1);
});

test('success that is told of one payment twice costs the visitor’s budget twice: who lies so, lies to themselves', async () => {
  const { own, pay } = await openPage();
  let first: string | undefined;
  wallet.lie('POST /op/outgoing-payments', (answer) => ({ ...answer, id: (first ??= answer['id']) }));
  assert.equal((await pay()).status, 201);
  await pass(2_000);
  const second = await pay();
  assert.equal(second.status, 201, JSON.stringify(second.body));
  assert.equal(await own.spent(), 2n);
  // Then the wallet is asked how they ended.
  await pass(31_000);
  await pay();
  assert.ok((await own.spent()) >= 2n);
});

test('one byte a second, or no word after the money was sent: that page is told so in time, and others are paid meanwhile', async () => {
  for (const [double, operation] of [
    ['slow-body', 'POST /quotes'],
    ['late-201', 'POST /outgoing-payments'],
  ] as const) {
    const before = await countPayments();
    const [waiting, other] = [await openPage(), await openPage()];
    await play(sandbox, double, { times: 1, operation });
    wallet.asked.length = 0;
    const start = performance.now();
    const slow = waiting.pay();
    while (!wallet.asked.includes(`POST /op${operation.slice(5)}`)) await new Promise(setImmediate);
    assert.equal((await other.pay()).status, 201);
    assert.equal((await waiting.pay()).status, 202, 'nothing more is tried for it');
    assert.equal((await slow).body.code, 'payer-unreachable');
    assert.ok(performance.now() - start < 5 * PATIENCE);
    assert.equal(await tickUntilTold(waiting.pay), 1);
    assert.equal(await countPayments(), before + 2);
  }
});

test('a list without end is given up after some pages, and what was asked about stays in doubt', async () => {
  const before = await countPayments();
  const { own, pay } = await openPage();
  await play(sandbox, 'lost-201');
  assert.equal((await pay()).body.code, 'payer-unreachable');
  let pages = 0;
  wallet.lie('GET /op/outgoing-payments', async (answer) => {
    // It knows none of these cursors, and says so; the one payment is asked for by its id.
    if (answer['id']) return forgetful(answer);
    pages += 1;
    await pass(2_000);
    const pagination = { hasNextPage: true, hasPreviousPage: false, endCursor: String(pages) };
    return { result: [], pagination };
  });
  await pass(2_000);
  const { body } = await pay();
  assert.equal(body.code, 'payer-answer-invalid', JSON.stringify(body));
  assert.ok(pages > 1 && pages <= 11, String(pages));
  wallet.beHonest();
  assert.equal(await tickUntilTold(pay), 1);
  assert.equal(await own.spent(), 1n);
  assert.equal(await countPayments(), before + 1);
});

test('a list that is none is refused with its code, and what was asked about is found when there is one', async () => {
  const { own, pay } = await openPage();
  await play(sandbox, 'lost-201');
  assert.equal((await pay()).body.code, 'payer-unreachable');
  for (const list of [{}, { result: null, pagination: null }, { result: [] }]) {
    wallet.lie('GET /op/outgoing-payments', (answer) => (answer['id'] ? forgetful(answer) : list));
    await pass(60_000);
    const { body } = await pay();
    assert.equal(body.code, 'payer-answer-invalid', JSON.stringify(body));
  }
  wallet.beHonest();
  await pass(60_000);
  assert.equal(await tickUntilTold(pay), 1);
  assert.equal(await own.spent(), 1n);
});
