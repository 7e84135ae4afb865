import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { settleOutgoingPayment } from '../../../src/sandbox-wallet/ledger/payments/settle-outgoing-payment.js';
import {
  checkLedger,
  createSandboxWallet,
  openSandboxDatabase,
  type SandboxDatabase,
} from '../../../src/sandbox-wallet/sandbox-wallet.js';
import {
  createTestIncomingPayment,
  postOutgoingPayment,
  requestOutgoingGrant,
  waitForSettlement,
  startWalletPair,
  usd,
} from '../../support/wallets/wallet-pair.js';
import { createSeededRandom } from '../../support/seeded-random.js';

const PAYMENT_COUNT = 120;

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sandbox-wallet-'));
});
after(() => rm(folder, { recursive: true }));

test(`after ${PAYMENT_COUNT} random payments, some of which fail, the ledger balances`, async (t) => {
  const pair = await startWalletPair({ balance: 20_000n });
  t.after(() => pair.close());
  const random = createSeededRandom(7);
  const { token } = await requestOutgoingGrant(pair, { debitAmount: usd(30_000) });
  const addresses = ['/site', '/mxn', '/coarse', '/ok'].map((path) => `${pair.receiver}${path}`);
  const receivers = await Promise.all(
    addresses.map((address) => createTestIncomingPayment(pair, {}, address)),
  );
  const small = await createTestIncomingPayment(pair, { incomingAmount: usd(500) });
  const statuses = new Set<number>();
  for (let count = 0; count < PAYMENT_COUNT; count += 8) {
    const burst = Array.from({ length: 8 }, () => {
      const receiver = [...receivers, small][Math.floor(random() * 5)] as string;
      return postOutgoingPayment(pair, token, receiver, 1 + Math.floor(random() * 500));
    });
    for (const { status } of await Promise.all(burst)) statuses.add(status);
  }
  await waitForSettlement(pair);
  assert.deepEqual([...statuses].sort(), [201, 400]);
  assert.deepEqual(await checkLedger(pair.database), []);

  const report = (await (await fetch(`${pair.receiver}/sandbox/ledger`)).json()) as {
    balanced: boolean;
    accounts: { balance: string; kind: string }[];
    totals: { debits: string; credits: string }[];
  };
  assert.equal(report.balanced, true);
  assert.ok(report.totals.length >= 3);
  for (const { debits, credits } of report.totals) assert.equal(debits, credits);
  const rows = await pair.database.reader.selectFrom('outgoing_payments').select('state').execute();
  assert.ok(rows.some(({ state }) => state === 'failed') && rows.some(({ state }) => state === 'sent'));
  assert.ok(rows.every(({ state }) => state !== 'pending'));
});

test('a settlement that was interrupted by the end of the process completes at the next start, once', async () => {
  const file = join(folder, 'restart.sqlite');
  const pair = await startWalletPair({ file });
  const { token } = await requestOutgoingGrant(pair, undefined);
  const incoming = await createTestIncomingPayment(pair);
  assert.equal((await postOutgoingPayment(pair, token, incoming, 42)).status, 201);
  await waitForSettlement(pair);
  await putBackToPending(pair.database);
  assert.equal(await balance(pair.database, `${pair.receiver}/site`), 0n);
  await pair.close();

  const database = await openSandboxDatabase(file);
  for (const expected of [42n, 42n]) {
    const wallet = await createSandboxWallet({ origin: pair.visitor, database });
    await wallet.ready();
    await wallet.close();
    assert.equal(await balance(database, `${pair.receiver}/site`), expected);
  }
  assert.deepEqual(await checkLedger(database), []);
  await database.close();
});

test('a settlement whose receiver has closed fails and refunds the grant', async (t) => {
  const pair = await startWalletPair();
  t.after(() => pair.close());
  const { token } = await requestOutgoingGrant(pair, undefined);
  const { body } = await postOutgoingPayment(pair, token, await createTestIncomingPayment(pair), 42);
  await waitForSettlement(pair);
  await putBackToPending(pair.database);
  await pair.database.write((transaction) =>
    transaction.updateTable('incoming_payments').set({ completed: 1n }).execute(),
  );
  await settle(pair.database, String(body['id']));
  const { state, metadata } = await pair.database.reader
    .selectFrom('outgoing_payments')
    .select(['state', 'metadata'])
    .executeTakeFirstOrThrow();
  assert.deepEqual([state, metadata], ['failed', '{"cancellationReason":"receiver is closed"}']);
  assert.deepEqual(await checkLedger(pair.database), []);
});

test('a payment that is settled twice moves money once', async (t) => {
  const pair = await startWalletPair();
  t.after(() => pair.close());
  const { token } = await requestOutgoingGrant(pair, undefined);
  const { body } = await postOutgoingPayment(pair, token, await createTestIncomingPayment(pair), 42);
  await waitForSettlement(pair);
  await settle(pair.database, String(body['id']));
  assert.equal(await balance(pair.database, `${pair.receiver}/site`), 42n);
  assert.deepEqual(await checkLedger(pair.database), []);
});

test('an account keeps its balance over a restart; the opening balance counts once', async (t) => {
  const database = await openSandboxDatabase(join(folder, 'opening.sqlite'));
  t.after(() => database.close());
  const accounts = [{ path: '/a', publicName: 'A', assetCode: 'USD', assetScale: 2, balance: 5n }];
  for (let count = 0; count < 2; count += 1) {
    await createSandboxWallet({ origin: 'http://localhost:1', database, accounts });
  }
  assert.equal(await balance(database, 'http://localhost:1/a'), 5n);
});

const FORBIDDEN: Record<string, string> = {
  'an overdrawn wallet': transferOf(1, 2, 1_000_001),
  'a transfer of zero': transferOf(2, 1, 0),
  'a negative transfer': transferOf(2, 1, -1),
  'a transfer to itself': transferOf(1, 1, 1),
  'a transfer between assets': transferOf(2, 3, 1),
  'a transfer of a fraction': transferOf(2, 1, 1.5),
  'a change of history': 'UPDATE transfers SET amount = amount + 1',
  'a loss of history': 'DELETE FROM transfers',
  'a sum beyond 64 bits': transferOf(2, 1, '9223372036854775807'),
};
for (const [name, statement] of Object.entries(FORBIDDEN)) {
  test(`the database itself rejects ${name}`, async (t) => {
    const database = await openSandboxDatabase(':memory:');
    t.after(() => database.close());
    const accounts = ['USD', 'EUR'].map((assetCode) => ({
      path: `/${assetCode}`,
      publicName: assetCode,
      assetCode,
      assetScale: 2,
      balance: 1_000_000n,
    }));
    await createSandboxWallet({ origin: 'http://localhost:1', database, accounts });
    await assert.rejects(database.write((transaction) => sql.raw(statement).execute(transaction)));
    assert.deepEqual(await checkLedger(database), []);
  });
}

const CORRUPTIONS: Record<string, [damage: string, rule: RegExp]> = {
  'a debit without a transfer': [
    `UPDATE accounts SET debits = debits + 1 WHERE kind = 'opening'`,
    /debits differ from its transfers/,
  ],
  'a credit without a transfer': [
    `UPDATE accounts SET credits = credits + 1 WHERE kind = 'wallet'`,
    /debits differ/,
  ],
  'a received amount without a transfer': [
    'UPDATE incoming_payments SET received_amount = 6',
    /received amount differs/,
  ],
  'a payment that was never sent': [
    `UPDATE outgoing_payments SET state = 'failed'`,
    /differs from its quote/,
  ],
  'a missing grant spend': ['UPDATE grant_spends SET debit_amount = 4', /spending differs/],
};
for (const [name, [damage, rule]] of Object.entries(CORRUPTIONS)) {
  test(`checkLedger() detects ${name}`, async (t) => {
    const pair = await startWalletPair();
    t.after(() => pair.close());
    const { token } = await requestOutgoingGrant(pair, undefined);
    await postOutgoingPayment(pair, token, await createTestIncomingPayment(pair), 5);
    await waitForSettlement(pair);
    assert.deepEqual(await checkLedger(pair.database), []);
    await pair.database.write((transaction) => sql.raw(damage).execute(transaction));
    const violations = await checkLedger(pair.database);
    assert.ok(
      violations.some((violation) => rule.test(violation.rule)),
      JSON.stringify(violations),
    );
  });
}

test('fifty thousand payments are checked in seconds', { timeout: 30_000 }, async (t) => {
  const database = await openSandboxDatabase(':memory:');
  t.after(() => database.close());
  const accounts = ['/a', '/b'].map((path) => ({
    path,
    publicName: path,
    assetCode: 'USD',
    assetScale: 2,
    balance: path === '/a' ? 1_000_000n : 0n,
  }));
  await createSandboxWallet({ origin: 'http://localhost:1', database, accounts });
  await database.write(async (transaction) => {
    for (const statement of FIFTY_THOUSAND_PAYMENTS) await sql.raw(statement).execute(transaction);
  });
  assert.equal(await balance(database, 'http://localhost:1/b'), 50_000n);
  assert.deepEqual(await checkLedger(database), []);
});

const NUMBERS =
  'WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 50000)';
const FIFTY_THOUSAND_PAYMENTS = [
  `INSERT INTO grants (id, auth_server, client, access, state, continue_id, continue_token_hash, continued_at, created_at)
    VALUES ('grant', 'auth', 'client', '[]', 'issued', 'continue', 'hash', 0, 0)`,
  `INSERT INTO incoming_payments (id, wallet_address, client, expires_at, shared_secret, created_at, received_amount)
    VALUES ('incoming', 'http://localhost:1/b', 'client', 0, 'secret', 0, 50000)`,
  `${NUMBERS} INSERT INTO quotes
      (id, wallet_address, client, receiver, debit_amount, receive_amount, sent_amount, expires_at, created_at)
    SELECT 'quote' || n, 'http://localhost:1/a', 'client', 'incoming', 1, 1, 1, 0, 0 FROM numbers`,
  `${NUMBERS} INSERT INTO outgoing_payments
      (id, quote, wallet_address, client, grant_id, interval_start, state, created_at, sent_amount, received_amount)
    SELECT 'payment' || n, 'quote' || n, 'http://localhost:1/a', 'client', 'grant', 0, 'sent', 0, 1, 1 FROM numbers`,
  `INSERT INTO transfers (debit_account, credit_account, asset_code, asset_scale, amount, outgoing_payment, created_at)
    SELECT 1, 3, 'USD', 2, 1, id, 0 FROM outgoing_payments`,
  `INSERT INTO grant_spends VALUES ('grant', 0, 'USD', 2, 50000, 50000)`,
];

test('a failing write does not affect the other writes of its group', async (t) => {
  const database = await openSandboxDatabase(':memory:');
  t.after(() => database.close());
  const accounts = [{ path: '/a', publicName: 'A', assetCode: 'USD', assetScale: 2, balance: 10n }];
  await createSandboxWallet({ origin: 'http://localhost:1', database, accounts });
  const pieces = ['b', 'fails', 'c'].map((name) =>
    database.write(async (transaction) => {
      await transaction
        .insertInto('wallet_addresses')
        .values({ id: name, public_name: name, account: 1n })
        .execute();
      if (name === 'fails') throw new Error('on purpose');
    }),
  );
  const outcomes = await Promise.allSettled(pieces);
  assert.deepEqual(
    outcomes.map(({ status }) => status),
    ['fulfilled', 'rejected', 'fulfilled'],
  );
  const rows = await database.reader.selectFrom('wallet_addresses').select('id').orderBy('id').execute();
  assert.deepEqual(
    rows.map(({ id }) => id),
    ['b', 'c', 'http://localhost:1/a'],
  );
});

function settle(database: SandboxDatabase, id: string): Promise<unknown> {
  return database.write((transaction) => settleOutgoingPayment(transaction, id, Date.now()));
}

function transferOf(debit: number, credit: number, amount: number | string): string {
  return `INSERT INTO transfers (debit_account, credit_account, asset_code, asset_scale, amount, created_at)
    VALUES (${debit}, ${credit}, 'USD', 2, ${amount}, 0)`;
}

/** As if the process had ended between the 201 and the settlement. */
async function putBackToPending(database: SandboxDatabase): Promise<void> {
  await database.write(async (transaction) => {
    for (const statement of [
      'DROP TRIGGER transfers_never_vanish',
      'UPDATE accounts SET debits = debits - 42 WHERE id = (SELECT debit_account FROM transfers WHERE outgoing_payment IS NOT NULL)',
      'UPDATE accounts SET credits = credits - 42 WHERE id = (SELECT credit_account FROM transfers WHERE outgoing_payment IS NOT NULL)',
      'DELETE FROM transfers WHERE outgoing_payment IS NOT NULL',
      'UPDATE incoming_payments SET received_amount = 0',
      `UPDATE outgoing_payments SET state = 'pending', sent_amount = 0, received_amount = 0`,
    ]) {
      await sql.raw(statement).execute(transaction);
    }
  });
}

async function balance(database: SandboxDatabase, walletAddress: string): Promise<bigint> {
  const { credits, debits } = await database.reader
    .selectFrom('accounts')
    .innerJoin('wallet_addresses', 'account', 'accounts.id')
    .select(['credits', 'debits'])
    .where('wallet_addresses.id', '=', walletAddress)
    .executeTakeFirstOrThrow();
  return credits - debits;
}
