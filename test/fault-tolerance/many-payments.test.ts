import assert from 'node:assert/strict';
import { setTimeout } from 'node:timers/promises';
import { after, before, test } from 'node:test';
import { addPayments } from './environment/add-payments.js';
import { openProcessEnvironment, type ProcessEnvironment } from './environment/process-environment.js';
import type { StreamingPage } from './environment/streaming-page.js';
import { drain } from './environment/drain.js';
import { waitFor } from '../support/wait-for.js';

const PAYMENT_COUNT = 10_000;
/**
 * Milliseconds from the provider's start until the page receives the next event. The start time of the
 * process is not included.
 */
const MAX_RECOVERY_MS = 10_000;

let environment: ProcessEnvironment;
let page: StreamingPage;

before(async () => {
  environment = await openProcessEnvironment({ tick: 50 });
  page = await environment.openPage();
  while (page.events.length === 0) await page.tick();
  await drain(environment);
  addPayments(environment.databases, PAYMENT_COUNT);
});
after(() => environment.close());

async function crashAt(step: string): Promise<void> {
  await environment.nodes[0]?.kill();
  await environment.startNode(0, { crashAt: { step, times: 1, signal: 'SIGKILL' } });
  let died = false;
  void environment.nodes[0]?.ended.then(() => (died = true));
  const between = () => Promise.race([page.tick(), setTimeout(1_000)]);
  await waitFor(() => died, `a kill at "${step}"`, { timeoutMs: 60_000, between });
}

/** Kills the provider at `step` of a payment and restarts it. Returns the time until the next event. */
async function measureRecovery(step: string): Promise<number> {
  await crashAt(step);
  const delivered = page.events.length;
  await environment.startNode(0);
  const start = performance.now();
  while (page.events.length === delivered && performance.now() - start < 3 * MAX_RECOVERY_MS) {
    await page.tick();
    await setTimeout(50);
  }
  return performance.now() - start;
}

async function switchFault(method: 'PUT' | 'DELETE', fault: string): Promise<void> {
  const { wallet } = await environment.collectState();
  const url = new URL(`/sandbox/faults/${fault}`, wallet.payments[0]?.id);
  assert.ok((await fetch(url, { method })).ok);
}

for (const step of ['before outgoingPayment.create', 'after outgoingPayment.create']) {
  test(`a visitor with ${PAYMENT_COUNT} payments receives the next event within ten seconds after a kill at "${step}"`, async () => {
    const took = await measureRecovery(step);
    assert.ok(took <= MAX_RECOVERY_MS, `${Math.round(took)} ms: ${JSON.stringify(page.lastFailure)}`);
  });
}

test('if payment ids differ from quote ids, the payment list is read up to the lost payment', async () => {
  await switchFault('PUT', 'distinct-payment-ids');
  const took = await measureRecovery('after outgoingPayment.create');
  await switchFault('DELETE', 'distinct-payment-ids');
  assert.ok(took <= MAX_RECOVERY_MS, `${Math.round(took)} ms: ${JSON.stringify(page.lastFailure)}`);
});

test('no payment is lost, and none is made twice', async () => {
  assert.deepEqual(await environment.findViolations(), []);
  const { wallet } = await environment.collectState();
  assert.ok(wallet.payments.length > PAYMENT_COUNT);
});
