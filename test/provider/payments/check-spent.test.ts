import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { findGap } from '../../../src/provider/payments/find-gap.js';
import { openPayingPage } from '../../support/paying-page.js';
import { openSandboxWithServices } from '../../support/provider-services.js';
import { openBooks } from '../../support/stored-connection.js';

const MINUTE = 60_000;
/** What the wallet answers to who asks what it has paid; null: nothing. */
let says: { status: number; body: object } | null | undefined;
let asked = 0;
const { sandbox, services, advance } = await openSandboxWithServices({
  repeat: () => () => undefined,
  prepare({ visitor }) {
    visitor.addHook('onRequest', async ({ url, raw }, reply) => {
      if (url !== '/op/outgoing-payment-grant') return;
      asked += 1;
      if (says === null) raw.socket.destroy();
      else if (says) return reply.code(says.status).header('retry-after', '0').send(says.body);
    });
  },
});

test('after some minutes without any node, or when none has ever said that it is there, the wallets of all that may be paid from are asked; before, and of the others, none', async () => {
  const books = await openBooks();
  after(() => books.close());
  await books.connect('ended', { budget: 1n, state: 'revoked' });
  const { connection } = await books.connect('open', { budget: 1n });
  const unsureAfter = async (milliseconds: number) => {
    books.clock.now += milliseconds;
    await findGap(books.services);
    return (await books.read(connection)).unsure;
  };
  assert.equal(await unsureAfter(0), 1n, 'a copy from before the nodes said so');
  await books.services.write((transaction) =>
    transaction.updateTable('connection').set({ unsure: 0n }).execute(),
  );
  assert.equal(await unsureAfter(3 * MINUTE), 0n);
  assert.equal(await unsureAfter(3 * MINUTE + 1), 1n);
  assert.equal((await books.read('ended')).unsure, 0n);
});

test('a wallet is asked once, and only what it says beyond what is known counts, up to the budget', async () => {
  const { tick, connection } = await openUnsurePage();
  says = undefined;
  asked = 0;
  assert.equal((await tick()).status, 201);
  await advance(10);
  assert.equal((await tick()).status, 201);
  assert.equal(asked, 1);
  assert.equal((await read(connection)).spent, 2n);

  await makeUnsure(connection);
  const amount = { value: '999999999', assetCode: 'USD', assetScale: 2 };
  says = { status: 200, body: { spentDebitAmount: amount, spentReceiveAmount: null } };
  await advance(10);
  assert.equal((await tick()).body.code, 'budget-spent');
  const { spent, budget } = await read(connection);
  assert.equal(spent, budget);
});

test('a wallet that does not say what it has paid is paid from all the same; a silent one not before it speaks', async () => {
  const { tick, connection } = await openUnsurePage();
  says = null;
  assert.equal((await tick()).body.code, 'payer-unreachable');
  assert.equal((await read(connection)).unsure, 1n);
  for (const status of [500, 503, 429, 408]) {
    says = { status, body: {} };
    asked = 0;
    await advance(10);
    assert.equal((await tick()).body.code, 'payer-unreachable', String(status));
    assert.ok(asked > 0, String(status));
    assert.equal((await read(connection)).unsure, 1n, String(status));
  }
  for (const answer of [
    { status: 404, body: {} },
    { status: 501, body: {} },
    { status: 200, body: { spentDebitAmount: null, spentReceiveAmount: null } },
    {
      status: 200,
      body: { spentDebitAmount: { value: '7', assetCode: 'EUR', assetScale: 2 }, spentReceiveAmount: null },
    },
  ]) {
    says = answer;
    await makeUnsure(connection);
    await advance(10);
    assert.equal((await tick()).status, 201, JSON.stringify(answer));
  }
  assert.equal((await read(connection)).spent, 4n);
});

async function openUnsurePage() {
  const page = await openPayingPage(sandbox);
  const tick = await page.open();
  await makeUnsure(page.connection);
  return { tick, connection: page.connection };
}

/** As in the middle of its interval. */
async function makeUnsure(connection: string): Promise<void> {
  await services.write((transaction) =>
    transaction
      .updateTable('connection')
      .set((column) => ({ unsure: 1n, interval_start: column('interval_start', '-', BigInt(6 * MINUTE)) }))
      .where('id', '=', connection)
      .execute(),
  );
}

function read(connection: string) {
  return services.database
    .selectFrom('connection')
    .select(['spent', 'budget', 'unsure'])
    .where('id', '=', connection)
    .executeTakeFirstOrThrow();
}
