import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenPaymentsClientError } from '@interledger/open-payments';
import { createAccessTokenCache } from '../../../src/provider/wallet-grants/access-tokens.js';
import { withAccessToken } from '../../../src/provider/wallet-grants/with-access-token.js';
import { toPayer, readConnection } from '../../../src/provider/core/payer.js';
import { reserveIntent } from '../../../src/provider/payments/intents/reserve-intent.js';
import { submitPayment } from '../../../src/provider/payments/outgoing-payments/submit-payment.js';
import type { ProviderServices } from '../../../src/provider/services/provider-services.js';
import { renewConsent } from '../../support/provider/renew-consent.js';
import { openPayingPage } from '../../support/provider/paying-page.js';
import { openSandboxWithServices } from '../../support/provider/provider-services.js';
import { sampleQuote } from '../../support/provider/provider-database.js';

const { sandbox, services } = await openSandboxWithServices({ repeat: () => () => undefined });
const OTHER = { wallet_address: `${sandbox.directory.wallets.visitor}/other`, token: 'of the other wallet' };

test('a node with a cached token of the previous wallet does not send it to the new wallet', async () => {
  const { connection } = await openPayingPage(sandbox);
  const before = toPayer(await readConnection(services.database, connection));
  const token = await withAccessToken(services, before, async (value) => value);
  await renewConsent(services, connection, OTHER);
  const payer = toPayer(await readConnection(services.database, connection));
  assert.equal(await withAccessToken(services, payer, async (value) => value), OTHER.token);
  assert.notEqual(token, OTHER.token);
  await assert.rejects(
    withAccessToken(services, before, async (value) => assert.fail(value)),
    { code: 'payment-pending' },
  );
});

test('a payment that is rejected during a new consent fails and is not paid with it', async () => {
  const page = await openPayingPage(sandbox);
  const { session } = await page.open();
  const connection = await readConnection(services.database, page.connection);
  const intent = await reserveIntent(services, connection, {
    ...{ kind: 'streamed', sessionId: session, amount: 1n },
    quote: sampleQuote('https://wallet.example/quotes/1'),
  });
  assert.ok(intent);
  const paidWith: string[] = [];
  const refusing = withClient(async ({ accessToken }) => {
    paidWith.push(accessToken);
    if (paidWith.length === 1) await renewConsent(services, page.connection, OTHER);
    throw inactiveToken();
  });
  const payer = toPayer(connection);
  const submitted = { incomingPayment: 'https://wallet.example/incoming/1', delivered: true };
  await assert.rejects(submitPayment(refusing, payer, intent, submitted), { code: 'payment-pending' });
  assert.equal(paidWith.length, 1, paidWith.join());
  const { state } = await services.database
    .selectFrom('intent')
    .select('state')
    .where('id', '=', intent.id)
    .executeTakeFirstOrThrow();
  assert.equal(state, 'failed');
  const { spent, reserved } = await readConnection(services.database, page.connection);
  assert.deepEqual({ spent, reserved }, { spent: 0n, reserved: 0n });
});

test('an ended grant does not end the visitor’s new grant', async () => {
  const { connection } = await openPayingPage(sandbox);
  const payer = toPayer(await readConnection(services.database, connection));
  let grant = '';
  let writes = 0;
  const racing: ProviderServices = {
    ...services,
    accessTokens: createAccessTokenCache(),
    // Write 1 takes the rotation lease, write 2 stores the new token, write 3 records that the grant has
    // ended.
    async write(...work) {
      writes += 1;
      if (writes === 3) grant = await renewConsent(services, connection, OTHER);
      return services.write(...work);
    },
  };
  await assert.rejects(
    withAccessToken(racing, payer, async () => {
      throw inactiveToken();
    }),
    { code: 'connection-not-active' },
  );
  assert.equal(writes, 3);
  const { state, grant_id } = await readConnection(services.database, connection);
  assert.deepEqual({ state, grant_id }, { state: 'active', grant_id: grant });
  const stored = await services.database
    .selectFrom('wallet_grant')
    .select('state')
    .where('id', '=', grant)
    .executeTakeFirstOrThrow();
  assert.equal(stored.state, 'active');
});

function withClient(create: ProviderServices['client']['outgoingPayment']['create']): ProviderServices {
  const { client } = services;
  return { ...services, client: { ...client, outgoingPayment: { ...client.outgoingPayment, create } } };
}

function inactiveToken(): OpenPaymentsClientError {
  return new OpenPaymentsClientError('refused', { description: 'Inactive Token', status: 403 });
}
