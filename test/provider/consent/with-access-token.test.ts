import assert from 'node:assert/strict';
import { test } from 'node:test';
import { OpenPaymentsClientError } from '@interledger/open-payments';
import { withAccessToken } from '../../../src/provider/consent/with-access-token.js';
import { payerOf, readConnection } from '../../../src/provider/payments/payer.js';
import { submitIntent } from '../../../src/provider/payments/submit-intent.js';
import { submitPayment } from '../../../src/provider/payments/submit-payment.js';
import type { Services } from '../../../src/provider/services.js';
import { consentAnew } from '../../support/consent-anew.js';
import { openPayingPage } from '../../support/paying-page.js';
import { openSandboxWithServices } from '../../support/provider-services.js';
import { quoteOf } from '../../support/stored-connection.js';

const { sandbox, services } = await openSandboxWithServices({ repeat: () => () => undefined });
const OTHER = { wallet_address: `${sandbox.directory.wallets.visitor}/other`, token: 'of the other wallet' };

test('a node that knows the token of the wallet before does not send it to the wallet the visitor has consented with since', async () => {
  const { connection } = await openPayingPage(sandbox);
  const before = payerOf(await readConnection(services.database, connection));
  const token = await withAccessToken(services, before, async (value) => value);
  await consentAnew(services, connection, OTHER);
  const payer = payerOf(await readConnection(services.database, connection));
  assert.equal(await withAccessToken(services, payer, async (value) => value), OTHER.token);
  assert.notEqual(token, OTHER.token);
  await assert.rejects(
    withAccessToken(services, before, async (value) => assert.fail(value)),
    { code: 'payment-pending' },
  );
});

test('a payment that was refused while the visitor consented anew is not paid with the new consent, and is over', async () => {
  const page = await openPayingPage(sandbox);
  const { session } = await page.open();
  const connection = await readConnection(services.database, page.connection);
  const intent = await submitIntent(services, connection, {
    ...{ kind: 'streamed', sessionId: session, amount: 1n },
    quote: quoteOf('https://wallet.example/quotes/1'),
  });
  assert.ok(intent);
  const paidWith: string[] = [];
  const refusing = withClient(async ({ accessToken }) => {
    paidWith.push(accessToken);
    if (paidWith.length === 1) await consentAnew(services, page.connection, OTHER);
    throw inactiveToken();
  });
  const payer = payerOf(connection);
  const submitted = { incomingPayment: 'https://wallet.example/incoming/1', told: true };
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

test('a grant that is over does not take the one with it that the visitor has given meanwhile', async () => {
  const { connection } = await openPayingPage(sandbox);
  const payer = payerOf(await readConnection(services.database, connection));
  let grant = '';
  let writes = 0;
  const racing: Services = {
    ...services,
    accessTokens: new Map(),
    // The first write claims the rotation, the second one stores the new token, the third one says that the grant is over.
    async write(...work) {
      writes += 1;
      if (writes === 3) grant = await consentAnew(services, connection, OTHER);
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

function withClient(create: Services['client']['outgoingPayment']['create']): Services {
  const { client } = services;
  return { ...services, client: { ...client, outgoingPayment: { ...client.outgoingPayment, create } } };
}

function inactiveToken(): OpenPaymentsClientError {
  return new OpenPaymentsClientError('refused', { description: 'Inactive Token', status: 403 });
}
