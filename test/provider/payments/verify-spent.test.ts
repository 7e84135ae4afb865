import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { detectRestoredDatabase } from '../../../src/provider/background/detect-restore.js';
import { openPayingPage } from '../../support/provider/paying-page.js';
import { openSandboxWithServices } from '../../support/provider/provider-services.js';
import { openProviderDatabase } from '../../support/provider/provider-database.js';

const MINUTE_MS = 60_000;
/** The wallet's response to a query for the spent amounts; null: no response. */
let walletResponse: { status: number; body: object } | null | undefined;
let spentRequests = 0;
const { sandbox, services, advance } = await openSandboxWithServices({
  repeat: () => () => undefined,
  prepare({ visitor }) {
    visitor.addHook('onRequest', async ({ url, raw }, reply) => {
      if (url !== '/op/outgoing-payment-grant') return;
      spentRequests += 1;
      if (walletResponse === null) raw.socket.destroy();
      else if (walletResponse)
        return reply.code(walletResponse.status).header('retry-after', '0').send(walletResponse.body);
    });
  },
});

test('after minutes without a running node, or without any recorded one, spent amounts of active connections are verified', async () => {
  const providerDatabase = await openProviderDatabase();
  after(() => providerDatabase.close());
  await providerDatabase.connect('ended', { budget: 1n, state: 'revoked' });
  const { connection } = await providerDatabase.connect('open', { budget: 1n });
  const unsureAfter = async (milliseconds: number) => {
    providerDatabase.clock.now += milliseconds;
    await detectRestoredDatabase(providerDatabase.services);
    return (await providerDatabase.read(connection)).spent_unverified;
  };
  assert.equal(await unsureAfter(0), 1n, 'a database from before nodes recorded their activity');
  await providerDatabase.services.write((transaction) =>
    transaction.updateTable('connection').set({ spent_unverified: 0n }).execute(),
  );
  assert.equal(await unsureAfter(3 * MINUTE_MS), 0n);
  assert.equal(await unsureAfter(3 * MINUTE_MS + 1), 1n);
  assert.equal((await providerDatabase.read('ended')).spent_unverified, 0n);
});

test('a wallet is queried once, and only the amount above the known one counts, up to the budget', async () => {
  const { tick, connection } = await openUnverifiedPage();
  walletResponse = undefined;
  spentRequests = 0;
  assert.equal((await tick()).status, 201);
  await advance(10);
  assert.equal((await tick()).status, 201);
  assert.equal(spentRequests, 1);
  assert.equal((await read(connection)).spent, 2n);

  await markUnverified(connection);
  const amount = { value: '999999999', assetCode: 'USD', assetScale: 2 };
  walletResponse = { status: 200, body: { spentDebitAmount: amount, spentReceiveAmount: null } };
  await advance(10);
  assert.equal((await tick()).body.code, 'budget-spent');
  const { spent, budget } = await read(connection);
  assert.equal(spent, budget);
});

test('a wallet that cannot report spent amounts is still paid from; a silent one only after it responds', async () => {
  const { tick, connection } = await openUnverifiedPage();
  walletResponse = null;
  assert.equal((await tick()).body.code, 'payer-unreachable');
  assert.equal((await read(connection)).spent_unverified, 1n);
  for (const status of [500, 503, 429, 408]) {
    walletResponse = { status, body: {} };
    spentRequests = 0;
    await advance(10);
    assert.equal((await tick()).body.code, 'payer-unreachable', String(status));
    assert.ok(spentRequests > 0, String(status));
    assert.equal((await read(connection)).spent_unverified, 1n, String(status));
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
    walletResponse = answer;
    await markUnverified(connection);
    await advance(10);
    assert.equal((await tick()).status, 201, JSON.stringify(answer));
  }
  assert.equal((await read(connection)).spent, 4n);
});

async function openUnverifiedPage() {
  const page = await openPayingPage(sandbox);
  const tick = await page.open();
  await markUnverified(page.connection);
  return { tick, connection: page.connection };
}

/** In the middle of the interval. */
async function markUnverified(connection: string): Promise<void> {
  await services.write((transaction) =>
    transaction
      .updateTable('connection')
      .set((column) => ({
        spent_unverified: 1n,
        interval_start: column('interval_start', '-', BigInt(6 * MINUTE_MS)),
      }))
      .where('id', '=', connection)
      .execute(),
  );
}

function read(connection: string) {
  return services.database
    .selectFrom('connection')
    .select(['spent', 'budget', 'spent_unverified'])
    .where('id', '=', connection)
    .executeTakeFirstOrThrow();
}
