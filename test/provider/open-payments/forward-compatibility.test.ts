import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { recoverUnleasedIntents } from '../../../src/provider/payments/recovery/recover-unleased-intents.js';
import { settlePayments } from '../../../src/provider/payments/outgoing-payments/settle-payments.js';
import { readUnfinishedIntents } from '../../../src/provider/payments/intents/unfinished-intents.js';
import {
  openPayingPage,
  type PayingPage,
  injectWalletFault,
  tickUntilDue,
} from '../../support/provider/paying-page.js';
import { openSandboxWithServices } from '../../support/provider/provider-services.js';
import type { RelayResponse } from '../../support/provider/relay-page.js';

type Body = Record<string, unknown>;
type Change = (body: Body, operation: string) => unknown;

/** A proxy before both wallets that changes their responses. */
let change: Change = (body) => body;
const requests: string[] = [];
const { sandbox, services, advance } = await openSandboxWithServices({
  repeat: () => () => undefined,
  prepare: (servers) => {
    for (const wallet of [servers.visitor, servers.receiver])
      wallet.addHook('onSend', async ({ method, url }, reply, payload) => {
        const operation = `${method} ${url.split('?')[0]?.replace(/\/[\w-]{36,}$/, '/{id}')}`;
        if (typeof payload !== 'string' || !payload.startsWith('{') || url.startsWith('/sandbox'))
          return payload;
        requests.push(operation);
        const changed = reply.statusCode < 300 ? change(JSON.parse(payload) as Body, operation) : undefined;
        const text = changed === undefined ? payload : JSON.stringify(changed);
        reply.header('content-length', Buffer.byteLength(text));
        return text;
      });
  },
});

/** Adds unknown members to every object of the response, at any depth. */
function withMore(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withMore);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [name, withMore(member)]);
  const more = Object.fromEntries(members) as Body;
  if (Array.isArray(more['methods'])) more['methods'].push({ type: 'card', pan: null });
  if (Array.isArray(more['access'])) more['access'].push({ type: 'subject', actions: ['prove'] });
  return { ...more, note: 'x', state: 'FUNDING', fee: { value: null, of: [{ kind: null }] } };
}

/** Sets each optional member to null. */
const OPTIONAL = [
  ...['publicName', 'quoteId', 'metadata', 'failed', 'expiresAt', 'expires_in', 'wait'],
  ...['incomingAmount', 'grantSpentDebitAmount', 'grantSpentReceiveAmount', 'startCursor', 'limits'],
  ...['spentReceiveAmount', 'identifier'],
];
function withNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withNulls);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [
    name,
    OPTIONAL.includes(name) ? null : withNulls(member),
  ]);
  return Object.fromEntries([...members, ...OPTIONAL.map((name) => [name, null])]);
}

const NEWER: Record<string, Change> = {
  'adds members to every object': withMore,
  'returns null for optional members': withNulls,
  'adds members and returns null': (body) => withMore(withNulls(body)),
};
for (const [name, answers] of Object.entries(NEWER)) {
  describe(`a wallet that ${name}`, () => {
    let page: PayingPage;
    let tick: () => Promise<RelayResponse>;

    test('can be connected and paid from', async () => {
      change = answers;
      page = await openPayingPage(sandbox);
      const tickOnce = await page.open();
      tick = () => tickUntilDue(tickOnce, advance);
      const { status, body } = await tick();
      assert.equal(status, 201, JSON.stringify(body));
    });

    test('finds a payment whose response was lost', async () => {
      await advance(10);
      await injectWalletFault(sandbox, 'drop-after-create');
      assert.equal((await tick()).body.code, 'payer-unreachable');
      await recoverUnleasedIntents(services);
      const { status, body } = await tick();
      assert.equal(status, 201, JSON.stringify(body));
    });

    test('reports how payments ended', async () => {
      await settlePayments(
        services,
        (await readUnfinishedIntents(services.database, page.connection)).created,
        {
          now: true,
        },
      );
      const intents = await services.database
        .selectFrom('intent')
        .select(['state', 'sent_amount'])
        .where('connection_id', '=', page.connection)
        .execute();
      assert.deepEqual(intents, Array(2).fill({ state: 'settled', sent_amount: 1n }));
    });

    test('reports the spent amounts of a grant', async () => {
      await services.write((transaction) =>
        transaction
          .updateTable('connection')
          .set((column) => ({
            spent_unverified: 1n,
            spent: 0n,
            interval_start: column('interval_start', '-', 400_000n),
          }))
          .where('id', '=', page.connection)
          .execute(),
      );
      await advance(10);
      assert.equal((await tick()).status, 201);
      assert.equal(await page.spent(), 3n);
    });

    test('finds a payment in its list, if payment ids differ from quote ids', async () => {
      await advance(10);
      await injectWalletFault(sandbox, 'distinct-payment-ids');
      await injectWalletFault(sandbox, 'drop-after-create');
      assert.equal((await tick()).body.code, 'payer-unreachable');
      requests.length = 0;
      const { status, body } = await tick();
      // Without the optional members, the payment in the list cannot be identified.
      if (answers === withMore) assert.equal(status, 201, JSON.stringify(body));
      else assert.equal(body.code, 'payment-pending');
      assert.ok(requests.includes('GET /op/outgoing-payments'), requests.join());
    });
  });
}

describe('amounts, ids and receivers are still checked', async () => {
  change = (body) => body;
  const page = await openPayingPage(sandbox);
  const tickOnce = await page.open();
  const tick = () => tickUntilDue(tickOnce, advance);
  const amount = { value: '1', assetCode: 'USD', assetScale: 2 };
  const WRONG: Record<string, Body> = {
    'no debit amount': { debitAmount: null },
    'no value': { debitAmount: { ...amount, value: null } },
    'a number for a value': { debitAmount: { ...amount, value: 1 } },
    'a value below zero': { debitAmount: { ...amount, value: '-1' } },
    'no asset': { debitAmount: { ...amount, assetCode: null } },
    'no scale': { debitAmount: { ...amount, assetScale: null } },
    'no receive amount': { receiveAmount: null },
    'no receiver': { receiver: null },
    'no payer': { walletAddress: null },
    'no id': { id: null },
    'another receiver': { receiver: 'http://localhost:1/op/incoming-payments/x' },
  };
  for (const [name, wrong] of Object.entries(WRONG)) {
    test(`a quote with ${name} is not paid, whatever other members it has`, async () => {
      change = (body, operation) =>
        operation === 'POST /op/quotes' ? { ...(withMore(body) as Body), ...wrong } : withMore(body);
      await advance(10);
      requests.length = 0;
      const { body } = await tick();
      assert.ok(
        ['payer-response-invalid', 'connection-not-active'].includes(body.code),
        `${name}: ${JSON.stringify(body)}`,
      );
      assert.ok(!requests.includes('POST /op/outgoing-payments'), requests.join());
      assert.equal(await page.spent(), 0n);
    });
  }
});
