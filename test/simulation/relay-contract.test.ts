import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  TEST_WALLET_ADDRESS_NAMES,
  type TestWalletAddressName,
} from '../../src/protocol/sandbox/test-wallet-addresses.js';
import type { Payment, Session } from '../../src/protocol/relay-messages.js';
import type { Relay } from '../../src/page/relay-client/relay.js';
import { RelayError } from '../../src/page/relay-client/relay-error.js';
import { openHttpRelay, openSimulatedRelay } from './relays-under-test.js';

/**
 * The results of each test wallet address for a page: its currency, then ticks two seconds apart. A rejected
 * amount is lost and must accrue again.
 */
const OUTCOMES: Record<TestWalletAddressName, { wallet: string; ticks: string[] }> = {
  ok: { wallet: 'USD 2', ticks: ['1 USD', '1 USD'] },
  slow: { wallet: 'USD 2', ticks: ['1 USD'] },
  alias: { wallet: 'USD 2', ticks: ['1 USD'] },
  mxn: { wallet: 'MXN 2', ticks: ['18 MXN', '18 MXN'] },
  'scale-9': { wallet: 'USD 9', ticks: ['10000000 USD'] },
  // A third of one cent would be lost, and nothing of two.
  'scale-0': { wallet: 'JPY 0', ticks: ['nothing due', '3 JPY', 'nothing due', '3 JPY'] },
  // 44 % of the minimum of two cents would be lost; of nine cents a hundredth.
  'non-positive': { wallet: 'EUR 2', ticks: [...Array<string>(8).fill('nothing due'), '8 EUR'] },
  'invalid-receiver': {
    wallet: 'USD 2',
    ticks: ['receiver-invalid 422', 'nothing due', 'receiver-invalid 422'],
  },
  'out-of-balance': { wallet: 'USD 2', ticks: ['1 USD', '1 USD', '1 USD', 'budget-spent 403'] },
  'token-expired': { wallet: 'USD 2', ticks: ['1 USD', '1 USD'] },
  'key-revoked': { wallet: 'USD 2', ticks: ['key-revoked 502', 'nothing due', 'key-revoked 502'] },
  'insufficient-grant': { wallet: 'USD 2', ticks: ['insufficient-grant 502'] },
  flaky: {
    wallet: 'USD 2',
    ticks: ['payer-unreachable 502', 'nothing due', 'payer-unreachable 502', '1 USD'],
  },
  'settles-never': { wallet: 'USD 2', ticks: ['1 USD', '1 USD'] },
  'settle-fails': { wallet: 'USD 2', ticks: ['1 USD', '1 USD', '1 USD', 'budget-spent 403'] },
  partial: { wallet: 'USD 2', ticks: ['1 USD'] },
  404: { wallet: 'wallet-address-not-found 422', ticks: [] },
  500: { wallet: 'wallet-unreachable 502', ticks: [] },
  html: { wallet: 'wallet-response-invalid 422', ticks: [] },
  'bad-json': { wallet: 'wallet-response-invalid 422', ticks: [] },
};

for (const line of [openSimulatedRelay(), await openHttpRelay()]) {
  const test_ = (title: string, steps: () => Promise<void>): void =>
    void test(`${line.name}: ${title}`, steps);

  test_('the description reports a sandbox and the session limit', async () => {
    const { relay, sandbox, limits } = await line.open().describe();
    assert.deepEqual({ relay, sandbox, limits }, { relay: 1, sandbox: true, limits: { sessions: 20 } });
  });

  test_('a page is connected, and receives its budget, rate and renewal date', async () => {
    const { state, budget, spent, rate, renewsAt } = await line.open().connect();
    const dollars = (value: string) => ({ value, assetCode: 'USD', assetScale: 2 });
    assert.deepEqual(
      { state, budget, spent, rate },
      { state: 'active', budget: dollars('100000'), spent: dollars('0'), rate: dollars('1800') },
    );
    assert.ok(Date.parse(renewsAt ?? '') > Date.now());
  });

  for (const name of TEST_WALLET_ADDRESS_NAMES) {
    test_(`the test wallet address “${name}” has its outcome`, async () => {
      const relay = line.open();
      const { wallet, ticks } = OUTCOMES[name];
      assert.equal(await walletOf(relay, line.walletAddressOf(name)), wallet);
      if (ticks.length === 0) {
        assert.equal(await outcome(openSession(relay, line.walletAddressOf(name))), wallet);
        return;
      }
      const session = await openSession(relay, line.walletAddressOf(name));
      const seen: string[] = [];
      for (const _ of ticks) {
        seen.push(await tick(relay, session.id));
        await line.advance(2);
      }
      assert.deepEqual(seen, ticks);
    });
  }

  test_('an invalid wallet address is rejected', async () => {
    const relay = line.open();
    for (const href of [
      'http://wallet.example/alice',
      'https://wallet.example/alice?x=1',
      'https://wallet.example/alice#x',
      'https://u:p@wallet.example/alice',
      'https://wallet.example:8443/alice',
      'https://wallet/alice',
      'ftp://wallet.example/alice',
      'wallet',
    ]) {
      assert.equal(await walletOf(relay, href), 'wallet-address-invalid 422', href);
    }
  });

  test_('links share one rate: after a payment to one, nothing is due for the others', async () => {
    const relay = line.open();
    const [one, other] = [
      await openSession(relay, line.walletAddressOf('ok')),
      await openSession(relay, line.walletAddressOf('mxn')),
    ];
    assert.deepEqual([await tick(relay, one.id), await tick(relay, other.id)], ['1 USD', 'nothing due']);
    await line.advance(2);
    assert.deepEqual([await tick(relay, other.id), await tick(relay, one.id)], ['18 MXN', 'nothing due']);
  });

  test_('a payment reports the debited and the received amount, and when the next one is due', async () => {
    const relay = line.open();
    const session = await openSession(relay, line.walletAddressOf('alias'));
    const payment = (await relay.createPayment(session.id)) as Payment;
    assert.deepEqual(payment.debitAmount, { value: '1', assetCode: 'USD', assetScale: 2 });
    assert.equal(payment.incomingPayment, session.incomingPayment);
    assert.equal(payment.walletAddress, line.walletAddressOf('ok'));
    assert.equal(payment.next, 2_000);
  });

  test_('an ended, expired or unknown session is not paid', async () => {
    const relay = line.open();
    const ended = await openSession(relay, line.walletAddressOf('ok'));
    await relay.deleteSession(ended.id);
    assert.equal(await tick(relay, ended.id), 'session-expired 409');
    const expired = await openSession(relay, line.walletAddressOf('ok'));
    await line.advance(Math.ceil((Date.parse(expired.expiresAt) - Date.now()) / 1_000) + 3_600);
    assert.equal(await tick(relay, expired.id), 'session-expired 409');
    assert.equal(await tick(relay, 'nobody'), 'not-found 404');
  });

  for (const [name, spent] of Object.entries({ ok: '1', 'settles-never': '1', 'settle-fails': '0' })) {
    test_(`half a minute after a payment to “${name}”, ${spent} of it counts as spent`, async () => {
      const relay = line.open();
      assert.equal(await tick(relay, (await openSession(relay, line.walletAddressOf(name))).id), '1 USD');
      assert.equal((await relay.connect()).spent?.value, '1');
      await line.advance(31);
      await tick(relay, (await openSession(relay, line.walletAddressOf('key-revoked'))).id);
      assert.equal((await relay.connect()).spent?.value, spent);
    });
  }

  test_(
    'a payment that fails after its event is subtracted from the next events and refunded to the budget',
    async () => {
      const relay = line.open();
      const [ok, failing] = [
        await openSession(relay, line.walletAddressOf('ok')),
        await openSession(relay, line.walletAddressOf('partial')),
      ];
      const delivered: string[] = [];
      const pay = async ({ id }: Session) => {
        const {
          debitAmount,
          sentAmount = debitAmount,
          receiveAmount,
          spent,
        } = (await relay.createPayment(id)) as Payment;
        delivered.push([sentAmount.value, receiveAmount.value, spent?.value].join(' '));
        await line.advance(2);
      };
      await pay(ok);
      await line.advance(40);
      // Half a cent cannot be sent, so both fail.
      for (const session of [ok, failing, failing, ok]) await pay(session);
      await line.advance(40);
      for (const session of [failing, failing, ok]) await pay(session);
      assert.deepEqual(delivered, ['1 1 1', '1 1 2', '1 1 3', '1 1 4', '1 1 5', '0 0 4', '0 0 5', '1 1 6']);
    },
  );

  test_(
    'after three failed payments in a row the visitor is out of funds, and further failures fire no event',
    async () => {
      const relay = line.open();
      const session = await openSession(relay, line.walletAddressOf('settle-fails'));
      for (let count = 0; count < 3; count += 1) {
        assert.equal(await tick(relay, session.id), '1 USD');
        await line.advance(2);
      }
      assert.equal(await tick(relay, session.id), 'budget-spent 403');
      for (let minute = 0; minute < 2; minute += 1) {
        const { state, spent } = await relay.connect();
        assert.deepEqual([state, spent?.value], ['out-of-funds', '0']);
        await line.advance(61);
        assert.equal(await tick(relay, session.id), 'budget-spent 403');
      }
      await line.advance(61);
      const ok = await openSession(relay, line.walletAddressOf('ok'));
      assert.equal(await tick(relay, ok.id), '1 USD');
      assert.equal((await relay.connect()).state, 'active');
    },
  );

  test_('after a disconnect nothing is paid, and no session can be created', async () => {
    const relay = line.open();
    const session = await openSession(relay, line.walletAddressOf('ok'));
    await relay.disconnect((await relay.connect()).id);
    assert.equal((await relay.connect()).state, 'revoked');
    assert.equal(await tick(relay, session.id), 'connection-not-active 409');
    assert.equal(await outcome(openSession(relay, line.walletAddressOf('ok'))), 'connection-not-active 409');
  });

  test_('after a month the spent amount is reset', async () => {
    const relay = line.open();
    assert.equal(await tick(relay, (await openSession(relay, line.walletAddressOf('ok'))).id), '1 USD');
    const { renewsAt } = await relay.connect();
    await line.advance(32 * 86_400);
    const renewed = await relay.connect();
    assert.equal(renewed.spent?.value, '0');
    assert.ok(Date.parse(renewed.renewsAt ?? '') > Date.parse(renewsAt ?? ''));
  });
}

async function openSession(relay: Relay, walletAddress: string) {
  const { id: connection } = await relay.connect();
  return relay.createSession({ connection, walletAddress });
}

function walletOf(relay: Relay, href: string): Promise<string> {
  return outcome(
    relay
      .describe()
      .then(() => relay.getWalletAddress(href))
      .then(({ assetCode, assetScale }) => `${assetCode} ${assetScale}`),
  );
}

function tick(relay: Relay, session: string): Promise<string> {
  return outcome(
    relay.createPayment(session).then((answer) => {
      if (!('id' in answer)) return 'nothing due';
      const { value, assetCode } = (answer as Payment).receiveAmount;
      return `${value} ${assetCode}`;
    }),
  );
}

async function outcome(answer: Promise<unknown>): Promise<string> {
  try {
    return String(await answer);
  } catch (cause) {
    assert.ok(cause instanceof RelayError, String(cause));
    assert.ok(cause.message && cause.fix);
    return `${cause.code} ${cause.status}`;
  }
}
