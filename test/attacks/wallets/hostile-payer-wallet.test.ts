import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { injectWalletFault, clearWalletFaults } from '../../support/provider/paying-page.js';
import type { RelayResponse } from '../../support/provider/relay-page.js';
import type { TamperableBody } from '../support/tamper-responses.js';
import { withUnrelatedPayment, openPayerEnvironment } from '../support/payer-environment.js';
import { waitFor } from '../../support/wait-for.js';

/** The time limit of a wallet call in milliseconds: more than a busy machine needs. */
const WALLET_TIMEOUT_MS = 4_000;
const { sandbox, wallet, advance, openPage, countPayments, tickUntilDelivered } = await openPayerEnvironment({
  totalTimeout: WALLET_TIMEOUT_MS,
});
beforeEach(async () => {
  wallet.stopTampering();
  await clearWalletFaults(sandbox);
});

test('a payment that is first lost and then listed twice leads to one event', async () => {
  const before = await countPayments();
  const { own, pay } = await openPage();
  await injectWalletFault(sandbox, 'drop-after-create');
  assert.equal((await pay()).body.code, 'payer-unreachable');
  wallet.tamper('GET /op/outgoing-payments', (answer) => ({
    ...withUnrelatedPayment(answer),
    ...(answer['result'] && {
      result: answer['result'].flatMap((payment: TamperableBody) => [
        payment,
        { ...payment, id: `${payment['id']}x` },
      ]),
    }),
  }));
  assert.equal(await tickUntilDelivered(pay), 1);
  assert.equal(await own.spent(), 1n);
  assert.equal(await countPayments(), before + 1);
});

test('a wallet that returns one id for two payments reduces only its own visitor’s budget', async () => {
  const { own, pay } = await openPage();
  let first: string | undefined;
  wallet.tamper('POST /op/outgoing-payments', (answer) => ({ ...answer, id: (first ??= answer['id']) }));
  assert.equal((await pay()).status, 201);
  await advance(2_000);
  const second = await pay();
  assert.equal(second.status, 201, JSON.stringify(second.body));
  assert.equal(await own.spent(), 2n);
  // Then the provider queries the outcome of both.
  await advance(31_000);
  await pay();
  assert.ok((await own.spent()) >= 2n);
});

// `npm run bench limits` measures when a call ends.
test('a slow or missing response fails, and other pages are paid meanwhile', async () => {
  for (const [fault, operation] of [
    ['slow-body', 'POST /quotes'],
    ['delay-after-create', 'POST /outgoing-payments'],
  ] as const) {
    const before = await countPayments();
    const [waiting, other] = [await openPage(), await openPage()];
    await injectWalletFault(sandbox, fault, { times: 1, operation });
    wallet.requests.length = 0;
    const slow = waiting.pay();
    await waitFor(() => wallet.requests.includes(`POST /op${operation.slice(5)}`), operation);
    assert.equal((await other.pay()).status, 201);
    assert.equal((await waiting.pay()).status, 202, 'no second attempt');
    assert.equal((await slow).body.code, 'payer-unreachable');
    assert.equal(await tickUntilDelivered(waiting.pay), 1);
    assert.equal(await countPayments(), before + 2);
  }
});

test('an endless payment list is abandoned after some pages, and the payment stays unknown', async () => {
  const before = await countPayments();
  const { own, pay } = await openPage();
  await injectWalletFault(sandbox, 'drop-after-create');
  assert.equal((await pay()).body.code, 'payer-unreachable');
  let pages = 0;
  wallet.tamper('GET /op/outgoing-payments', async (answer) => {
    // It ignores the cursors and knows only this page. A query by id returns an unrelated payment.
    if (answer['id']) return withUnrelatedPayment(answer);
    pages += 1;
    await advance(2_000);
    const pagination = { hasNextPage: true, hasPreviousPage: false, endCursor: String(pages) };
    return { result: [], pagination };
  });
  await advance(2_000);
  const { body } = await pay();
  assert.equal(body.code, 'payer-response-invalid', JSON.stringify(body));
  assert.ok(pages > 1 && pages <= 11, String(pages));
  wallet.stopTampering();
  assert.equal(await tickUntilDelivered(pay), 1);
  assert.equal(await own.spent(), 1n);
  assert.equal(await countPayments(), before + 1);
});

test('an invalid payment list is rejected, and the payment is found in the next valid one', async () => {
  const { own, pay } = await openPage();
  await injectWalletFault(sandbox, 'drop-after-create');
  assert.equal((await pay()).body.code, 'payer-unreachable');
  for (const list of [{}, { result: null, pagination: null }, { result: [] }]) {
    wallet.tamper('GET /op/outgoing-payments', (answer) =>
      answer['id'] ? withUnrelatedPayment(answer) : list,
    );
    const body = await payOnceChecked(pay);
    assert.equal(body.code, 'payer-response-invalid', JSON.stringify(body));
  }
  wallet.stopTampering();
  await advance(60_000);
  assert.equal(await tickUntilDelivered(pay), 1);
  assert.equal(await own.spent(), 1n);
});

/** The first response of a tick that looks for the payment: the recovery job may have just done so. */
async function payOnceChecked(pay: () => Promise<RelayResponse>): Promise<RelayResponse['body']> {
  let body: RelayResponse['body'];
  const check = async () => {
    await advance(60_000);
    ({ body } = await pay());
  };
  await waitFor(() => body && body.code !== 'payment-pending', 'a look-up', { between: check });
  return body;
}
