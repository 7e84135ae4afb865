import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Payment } from '../../../../src/protocol/relay-messages.js';
import {
  openPayingPage,
  type PayingPage,
  injectWalletFault,
  clearWalletFaults,
} from '../../../support/provider/paying-page.js';
import { openSandboxWithServices } from '../../../support/provider/provider-services.js';

/** The crash points of wallet requests. */
let crashPoints: string[] = [];
const { sandbox, services, advance } = await openSandboxWithServices({
  repeat: () => () => undefined,
  crashPoint: (step) => void crashPoints.push(step),
});
const at = (name: string) => sandbox.directory.testWalletAddresses[name] as string;
const quotes = () => crashPoints.filter((step) => step === 'before quote.create').length;

/** A page with this rate in cents an hour, which has been paid for a while. */
async function openPage(rate: bigint) {
  const page = await openPayingPage(sandbox);
  await services.write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ rate, unpaid_ms: 0n })
      .where('id', '=', page.connection)
      .execute(),
  );
  return page;
}

interface DeliveredPayment {
  /** Seconds since the previous payment. */
  after: number;
  debit: bigint;
  received: bigint;
}

/** Streams to the receiver for `seconds`, like an agent that ticks on time and renews its session. */
async function streamPayments(
  page: PayingPage,
  receiver: string,
  seconds: number,
): Promise<DeliveredPayment[]> {
  const seen: DeliveredPayment[] = [];
  let tick = await page.open(at(receiver));
  let [passed, last, opened] = [0, 0, 0];
  while (passed < seconds) {
    if (passed - opened > 570) [tick, opened] = [await page.open(at(receiver)), passed];
    crashPoints = [];
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

function checkRate(seen: DeliveredPayment[], rate: bigint): void {
  for (const { after, debit } of seen)
    assert.ok(debit * 3_600n <= rate * BigInt(after + 1), `${debit} in ${after} s`);
}

test('a payment in another currency waits until rounding loses at most 2 %, and pays only what has accrued', async () => {
  const page = await openPage(1_800n);
  const seen = await streamPayments(page, 'non-positive', 60);
  assert.ok(seen.length >= 3);
  for (const { debit, received } of seen) assert.deepEqual([debit, received], [9n, 8n]);
  checkRate(seen, 1_800n);
});

test('a new visitor’s first payment also waits for the efficient amount', async () => {
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
    'the first two seconds count as accrued',
  );
});

test('a payment waits five minutes at most, then the accrued amount is paid if it can arrive', async () => {
  const seen = await streamPayments(await openPage(60n), 'non-positive', 650);
  assert.deepEqual(
    seen.map(({ debit, received }) => [debit, received]),
    [
      [5n, 4n],
      [5n, 4n],
    ],
  );
  checkRate(seen, 60n);
});

test('an amount that needs more than five minutes to arrive is waited for', async () => {
  const seen = await streamPayments(await openPage(12n), 'non-positive', 1_250);
  assert.deepEqual(
    seen.map(({ debit, received }) => [debit, received]),
    [
      [2n, 1n],
      [2n, 1n],
    ],
  );
  checkRate(seen, 12n);
});

test('a payment in the same currency needs one quote', async () => {
  const tick = await (await openPage(1_800n)).open(at('ok'));
  await tick();
  await advance(2);
  for (let count = 0; count < 3; count += 1) {
    crashPoints = [];
    assert.equal((await tick()).status, 201);
    assert.equal(quotes(), 1);
    await advance(2);
  }
});

test('the exchange rate is requested once, not per payment or visitor', async () => {
  for (const receiver of ['mxn', 'scale-0']) {
    await streamPayments(await openPage(1_800n), receiver, 10);
    const tick = await (await openPage(1_800n)).open(at(receiver));
    let answer = await tick();
    for (let waits = 0; answer.status === 202 && waits < 20; waits += 1) {
      await advance(Math.ceil(answer.body.next / 1_000));
      crashPoints = [];
      answer = await tick();
    }
    assert.equal(answer.status, 201);
    assert.equal(quotes(), 1, receiver);
  }
});

test('with a network fee on small payments at most 2 % are lost, and the page receives the sent amounts', async () => {
  await injectWalletFault(sandbox, 'slippage', {});
  const page = await openPage(1_800n);
  const seen = await streamPayments(page, 'ok', 320);
  assert.ok(seen.length >= 3);
  for (const { debit, received } of seen) assert.deepEqual([debit, received], [50n, 49n]);
  checkRate(seen, 1_800n);
  await clearWalletFaults(sandbox);
});

test('a wallet with inconsistent quotes gets a bounded number of requests and is paid within five minutes', async () => {
  await injectWalletFault(sandbox, 'one-unit-received', {});
  for (const receiver of ['non-positive', 'mxn']) {
    await advance(601);
    const page = await openPage(1_800n);
    const seen = await streamPayments(page, receiver, 650);
    assert.ok(seen.length >= 2, receiver);
    checkRate(seen, 1_800n);
    for (const { after } of seen) assert.ok(after <= 305, `${after} s`);
  }
  await clearWalletFaults(sandbox);
});

test('without an exchange rate, a payment waits until rounding does not matter', async () => {
  // The cached exchange rate has expired.
  await advance(601);
  await injectWalletFault(sandbox, 'quote-limit', {});
  const seen = await streamPayments(await openPage(1_800n), 'non-positive', 420);
  assert.ok(seen.length >= 2);
  for (const { debit, received } of seen) assert.deepEqual([debit, received], [100n, 90n]);
  checkRate(seen, 1_800n);
  await clearWalletFaults(sandbox);
});

test('the rest of a budget is paid without waiting for the efficient amount', async () => {
  const page = await openPage(1_800n);
  await services.write((transaction) =>
    transaction.updateTable('connection').set({ budget: 12n }).where('id', '=', page.connection).execute(),
  );
  await assert.rejects(streamPayments(page, 'non-positive', 60), /budget-spent/);
  assert.equal(await page.spent(), 12n);
});
