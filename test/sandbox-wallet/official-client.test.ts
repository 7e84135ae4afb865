import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import {
  type AuthenticatedClient,
  createAuthenticatedClient,
  createUnauthenticatedClient,
  isFinalizedGrantWithAccessToken,
  isPendingGrant,
  type WalletAddress,
} from '@interledger/open-payments';
import { acceptInteraction, checkLedger } from '../../src/sandbox-wallet/sandbox-wallet.js';
import { waitForSettlement, startWalletPair, usd, type WalletPair } from '../support/wallets/wallet-pair.js';

let pair: WalletPair;
let client: AuthenticatedClient;
let payer: WalletAddress;
let payee: WalletAddress;

before(async () => {
  pair = await startWalletPair();
  client = await createAuthenticatedClient({
    walletAddressUrl: pair.client.walletAddress,
    privateKey: pair.client.privateKey,
    keyId: pair.client.keyId,
    validateResponses: true,
  });
  payer = await client.walletAddress.get({ url: `${pair.visitor}/visitor` });
  payee = await client.walletAddress.get({ url: `${pair.receiver}/site` });
});
after(() => pair.close());

test('the official client can use wallet addresses, grants, quotes, payments, totals, lists, rotation and revocation', async () => {
  assert.equal(payer.authServer, `${pair.visitor}/auth`);
  assert.deepEqual(await client.walletAddress.getKeys({ url: payer.id }), { keys: [] });

  const incomingToken = await grantToken(payee.authServer, {
    type: 'incoming-payment',
    actions: ['create', 'read', 'list', 'complete'],
  });
  const incoming = await client.incomingPayment.create(
    { url: payee.resourceServer, accessToken: incomingToken },
    { walletAddress: payee.id, incomingAmount: usd(300), metadata: { for: 'coffee' } },
  );
  assert.equal(incoming.methods.length, 1);

  const quoteToken = await grantToken(payer.authServer, { type: 'quote', actions: ['create', 'read'] });
  const quote = await client.quote.create(
    { url: payer.resourceServer, accessToken: quoteToken },
    { walletAddress: payer.id, receiver: incoming.id, method: 'ilp', debitAmount: usd(120) },
  );
  assert.deepEqual(quote.receiveAmount, usd(120));
  assert.deepEqual(await client.quote.get({ url: quote.id, accessToken: quoteToken }), quote);

  const outgoing = await outgoingGrant({ debitAmount: usd(500), interval: 'R/2024-01-31T00:00:00Z/P1M' });
  const rs = { url: payer.resourceServer, accessToken: outgoing.token };
  const first = await client.outgoingPayment.create(rs, {
    walletAddress: payer.id,
    quoteId: quote.id,
    metadata: { n: 1 },
  });
  assert.equal(first.sentAmount.value, '0');
  assert.equal(first.grantSpentDebitAmount?.value, '0');
  const second = await client.outgoingPayment.create(rs, {
    walletAddress: payer.id,
    incomingPayment: incoming.id,
    debitAmount: usd(180),
  });
  assert.equal(second.grantSpentDebitAmount?.value, '120');
  await waitForSettlement(pair);

  const seen = await client.outgoingPayment.get({ url: first.id, accessToken: outgoing.token });
  assert.deepEqual(seen.sentAmount, usd(120));
  assert.equal(seen.quoteId, quote.id);
  const received = await client.incomingPayment.get({ url: incoming.id, accessToken: incomingToken });
  assert.deepEqual([received.receivedAmount.value, received.completed], ['300', true]);
  const anonymous = await createUnauthenticatedClient({ validateResponses: true });
  assert.deepEqual(await anonymous.incomingPayment.get({ url: incoming.id }), {
    receivedAmount: usd(300),
    authServer: payee.authServer,
  });

  assert.deepEqual(await client.outgoingPayment.getGrantSpentAmounts(rs), {
    spentDebitAmount: usd(300),
    spentReceiveAmount: usd(300),
  });
  const list = { ...rs, walletAddress: payer.id };
  const of = { 'wallet-address': payer.id };
  const page = await client.outgoingPayment.list(list, { ...of, first: 1 });
  assert.deepEqual([page.result[0]?.id, page.pagination.hasNextPage], [second.id, true]);
  const next = await client.outgoingPayment.list(list, {
    ...of,
    first: 5,
    cursor: page.pagination.endCursor ?? '',
  });
  assert.deepEqual(
    [next.result.length, next.result[0]?.id, next.pagination.hasNextPage],
    [1, first.id, false],
  );
  const back = await client.outgoingPayment.list(list, {
    ...of,
    last: 5,
    cursor: next.pagination.startCursor ?? '',
  });
  assert.deepEqual(
    back.result.map(({ id }) => id),
    [second.id],
  );
  const incomings = await client.incomingPayment.list({
    ...list,
    url: payee.resourceServer,
    accessToken: incomingToken,
    walletAddress: payee.id,
  });
  assert.deepEqual(
    incomings.result.map(({ id }) => id),
    [incoming.id],
  );

  const rotated = await client.token.rotate({ url: outgoing.manage, accessToken: outgoing.token });
  assert.notEqual(rotated.access_token.manage, outgoing.manage);
  await assert.rejects(client.outgoingPayment.getGrantSpentAmounts(rs), {
    status: 403,
    description: 'Inactive Token',
  });
  const fresh = { ...rs, accessToken: rotated.access_token.value };
  assert.equal((await client.outgoingPayment.getGrantSpentAmounts(fresh)).spentDebitAmount?.value, '300');
  await client.grant.cancel({ url: outgoing.continueUri, accessToken: outgoing.continueToken });
  await assert.rejects(client.outgoingPayment.getGrantSpentAmounts(fresh), {
    status: 403,
    description: 'Inactive Token',
  });
  assert.deepEqual(await checkLedger(pair.database), []);
});

test('an incoming payment can be completed once', async () => {
  const accessToken = await grantToken(payee.authServer, {
    type: 'incoming-payment',
    actions: ['create', 'complete'],
  });
  const { id } = await client.incomingPayment.create(
    { url: payee.resourceServer, accessToken },
    { walletAddress: payee.id },
  );
  assert.equal((await client.incomingPayment.complete({ url: id, accessToken })).completed, true);
  await assert.rejects(client.incomingPayment.complete({ url: id, accessToken }), {
    status: 409,
    description: 'wrong state',
  });
});

async function grantToken(url: string, access: Access): Promise<string> {
  const grant = await client.grant.request({ url }, { access_token: { access: [access] } });
  assert.ok(!isPendingGrant(grant) && isFinalizedGrantWithAccessToken(grant));
  return grant.access_token.value;
}

type Access =
  | { type: 'incoming-payment'; actions: ('create' | 'read' | 'list' | 'complete')[] }
  | { type: 'quote'; actions: ('create' | 'read')[] };

async function outgoingGrant(limits: { debitAmount: ReturnType<typeof usd>; interval: string }) {
  const nonce = 'a-client-nonce';
  const finish = { method: 'redirect' as const, uri: 'http://localhost:1/finish?kept=yes', nonce };
  const grant = await client.grant.request(
    { url: payer.authServer },
    {
      access_token: {
        access: [
          { type: 'outgoing-payment', actions: ['create', 'read', 'list'], identifier: payer.id, limits },
        ],
      },
      interact: { start: ['redirect'], finish },
    },
  );
  assert.ok(isPendingGrant(grant));
  const callback = await acceptInteraction(grant.interact.redirect);
  const interactRef = callback.searchParams.get('interact_ref') ?? '';
  const base = [nonce, grant.interact.finish, interactRef, payer.authServer].join('\n');
  assert.equal(callback.searchParams.get('hash'), createHash('sha256').update(base).digest('base64'));
  assert.equal(callback.searchParams.get('kept'), 'yes');

  const continued = await client.grant.continue(
    { url: grant.continue.uri, accessToken: grant.continue.access_token.value },
    { interact_ref: interactRef },
  );
  assert.ok(isFinalizedGrantWithAccessToken(continued));
  assert.equal(continued.access_token.expires_in, 600);
  return {
    token: continued.access_token.value,
    manage: continued.access_token.manage,
    continueUri: continued.continue.uri,
    continueToken: continued.continue.access_token.value,
  };
}
