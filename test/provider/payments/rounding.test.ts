import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payment } from '../../../src/protocol/relay-messages.js';
import { openPayingPage, type PayingPage, play, playHonest } from '../../support/paying-page.js';
import { openSandboxWithServices } from '../../support/provider-services.js';

/** What the provider has asked of wallets. */
let steps: string[] = [];
const { sandbox, services, advance } = await openSandboxWithServices({
  repeat: () => () => undefined,
  onStep: (step) => void steps.push(step),
});
const at = (name: string) => sandbox.directory.testWalletAddresses[name] as string;
const quotes = () => steps.filter((step) => step === 'quote.create asked').length;

/** A page whose visitor has chosen so many cents an hour, and has been paying for a while. */
async function openPage(rate: bigint) {
  const page = await openPayingPage(sandbox);
  await services.write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ rate, unpaid: 0n })
      .where('id', '=', page.connection)
      .execute(),
  );
  return page;
}

interface Seen {
  /** Seconds after the one before. */
  after: number;
  debit: bigint;
  received: bigint;
}

/** What is paid to the receiver within `seconds`, as an agent that ticks when it is told to, and renews its session. */
async function watch(page: PayingPage, receiver: string, seconds: number): Promise<Seen[]> {
  const seen: Seen[] = [];
  let tick = await page.open(at(receiver));
  let [passed, last, opened] = [0, 0, 0];
  while (passed < seconds) {
    if (passed - opened > 570) [tick, opened] = [await page.open(at(receiver)), passed];
    steps = [];
    const { status, body } = await tick();
    assert.ok(status === 201 || status === 202, JSON.stringify(body));
    assert.ok(quotes() <= 6, `${quotes()} quotes in one tick`);
    if (status === 201) {
      const { debitAmount, receiveAmount } = body as unknown as Payment;
      const [debit, received] = [BigInt(debitAmount.value), BigInt(receiveAmount.value)];
      seen.push({ after: passed - last, debit, received });
      last = passed;
    }
    const wait = Math.ceil(body.next / 1_000);
    await advance(wait);
    passed += wait;
  }
  return seen;
}

function checkRate(seen: Seen[], rate: bigint): void {
  for (const { after, debit } of seen)
    assert.ok(debit * 3_600n <= rate * BigInt(after + 1), `${debit} in ${after} s`);
}

test('in another currency it is waited until no more than 2 % are lost, and nothing is paid that has not accrued', async () => {
  const page = await openPage(1_800n);
  const seen = await watch(page, 'non-positive', 60);
  assert.ok(seen.length >= 3);
  for (const { debit, received } of seen) assert.deepEqual([debit, received], [9n, 8n]);
  checkRate(seen, 1_800n);
});

test('a new visitor’s first payment waits for what is more than others pay at first', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open(at('non-positive'));
  let passed = 0;
  let answer = await tick();
  for (; answer.status === 202 && passed < 60; answer = await tick()) {
    assert.equal(answer.body.dueIn > 0, true);
    passed += Math.ceil(answer.body.next / 1_000);
    await advance(Math.ceil(answer.body.next / 1_000));
  }
  assert.deepEqual(
    [answer.body.debitAmount.value, passed],
    ['9', 16],
    'the first two seconds count as accrued, as for everybody',
  );
});

test('five minutes are waited at most: then what has accrued is paid, if it arrives', async () => {
  const seen = await watch(await openPage(60n), 'non-positive', 650);
  assert.deepEqual(
    seen.map(({ debit, received }) => [debit, received]),
    [
      [5n, 4n],
      [5n, 4n],
    ],
  );
  checkRate(seen, 60n);
});

test('what arrives only after more than five minutes is waited for all the same', async () => {
  const seen = await watch(await openPage(12n), 'non-positive', 1_250);
  assert.deepEqual(
    seen.map(({ debit, received }) => [debit, received]),
    [
      [2n, 1n],
      [2n, 1n],
    ],
  );
  checkRate(seen, 12n);
});

test('in the same currency, where all of it arrives, each payment costs one quote', async () => {
  const tick = await (await openPage(1_800n)).open(at('ok'));
  await tick();
  await advance(2);
  for (let count = 0; count < 3; count += 1) {
    steps = [];
    assert.equal((await tick()).status, 201);
    assert.equal(quotes(), 1);
    await advance(2);
  }
});

test('the exchange rate is asked for once, not for each payment or visitor', async () => {
  for (const receiver of ['mxn', 'scale-0']) {
    await watch(await openPage(1_800n), receiver, 10);
    const tick = await (await openPage(1_800n)).open(at(receiver));
    let answer = await tick();
    for (let waits = 0; answer.status === 202 && waits < 20; waits += 1) {
      await advance(Math.ceil(answer.body.next / 1_000));
      steps = [];
      answer = await tick();
    }
    assert.equal(answer.status, 201);
    assert.equal(quotes(), 1, receiver);
  }
});

test('over the network, where the least loses half, 2 % are lost at most, and the page hears of what was sent', async () => {
  await play(sandbox, 'slippage', {});
  const page = await openPage(1_800n);
  const seen = await watch(page, 'ok', 320);
  assert.ok(seen.length >= 3);
  for (const { debit, received } of seen) assert.deepEqual([debit, received], [50n, 49n]);
  checkRate(seen, 1_800n);
  await playHonest(sandbox);
});

test('a wallet whose quotes follow no rate is asked a bounded number of times, and is paid within five minutes', async () => {
  await play(sandbox, 'one-arrives', {});
  for (const receiver of ['non-positive', 'mxn']) {
    await advance(601);
    const page = await openPage(1_800n);
    const seen = await watch(page, receiver, 650);
    assert.ok(seen.length >= 2, receiver);
    checkRate(seen, 1_800n);
    for (const { after } of seen) assert.ok(after <= 305, `${after} s`);
  }
  await playHonest(sandbox);
});

test('where no exchange rate is to be had, it is waited until rounding does not matter', async () => {
  // What is known of the rate is forgotten by now.
  await advance(601);
  await play(sandbox, 'quote-limit', {});
  const seen = await watch(await openPage(1_800n), 'non-positive', 420);
  assert.ok(seen.length >= 2);
  for (const { debit, received } of seen) assert.deepEqual([debit, received], [100n, 90n]);
  checkRate(seen, 1_800n);
  await playHonest(sandbox);
});

test('where little is left of the budget, it is paid without waiting for more', async () => {
  const page = await openPage(1_800n);
  await services.write((transaction) =>
    transaction.updateTable('connection').set({ budget: 12n }).where('id', '=', page.connection).execute(),
  );
  await assert.rejects(watch(page, 'non-positive', 60), /budget-spent/);
  assert.equal(await page.spent(), 12n);
});
