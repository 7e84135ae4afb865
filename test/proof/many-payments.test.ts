import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { addPayments } from './add-payments.js';
import { openProcessWorld, type ProcessWorld } from './process-world.js';
import type { ProofPage } from './proof-page.js';
import { quiesce } from './quiesce.js';

const PAYMENTS = 10_000;
/** Milliseconds from the provider's start until the page is told of a payment again. How long a process takes to start is the machine's business. */
const LONGEST_RECOVERY = 10_000;

let world: ProcessWorld;
let page: ProofPage;

before(async () => {
  world = await openProcessWorld({ tick: 50 });
  page = await world.openPage();
  while (page.events.length === 0) await page.tick();
  await quiesce(world);
  addPayments(world.books, PAYMENTS);
});
after(() => world.close());

async function dieAt(step: string): Promise<void> {
  await world.nodes[0]?.kill();
  await world.startNode(0, { crashAt: { step, times: 1, signal: 'SIGKILL' } });
  let died = false;
  void world.nodes[0]?.ended.then(() => (died = true));
  while (!died) await Promise.race([page.tick(), setTimeout(1_000)]);
}

/** Kills the provider while it is at `step` of a payment, and starts it again. Answers how long it then takes until the next event. */
async function killAt(step: string): Promise<number> {
  await dieAt(step);
  const told = page.events.length;
  await world.startNode(0);
  const start = performance.now();
  while (page.events.length === told && performance.now() - start < 3 * LONGEST_RECOVERY) {
    await page.tick();
    await setTimeout(50);
  }
  return performance.now() - start;
}

async function play(method: 'PUT' | 'DELETE', double: string): Promise<void> {
  const { wallet } = await world.evidence();
  const url = new URL(`/sandbox/doubles/${double}`, wallet.payments[0]?.id);
  assert.ok((await fetch(url, { method })).ok);
}

for (const step of ['outgoingPayment.create asked', 'outgoingPayment.create answered']) {
  test(`a visitor of ${PAYMENTS} payments: after a kill -9 at "${step}" the next event comes within ten seconds of its start`, async () => {
    const took = await killAt(step);
    assert.ok(took <= LONGEST_RECOVERY, `${Math.round(took)} ms: ${JSON.stringify(page.lastFailure)}`);
  });
}

test('where payments have ids of their own, the list is read to the payment', async () => {
  await play('PUT', 'own-ids');
  const took = await killAt('outgoingPayment.create answered');
  await play('DELETE', 'own-ids');
  assert.ok(took <= LONGEST_RECOVERY, `${Math.round(took)} ms: ${JSON.stringify(page.lastFailure)}`);
});

test('nothing is lost, and nothing is paid twice', async () => {
  assert.deepEqual(await world.violations(), []);
  const { wallet } = await world.evidence();
  assert.ok(wallet.payments.length > PAYMENTS);
});
