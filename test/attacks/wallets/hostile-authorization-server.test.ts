import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { acceptInteraction } from '../../../src/sandbox-wallet/accept-interaction.js';
import { Visitor } from '../../support/provider/visitor.js';
import { sendSigned, signRequest, startWalletClient } from '../../support/wallets/wallet-client.js';
import { type PendingConsent, openConsentEnvironment } from '../support/consent-environment.js';
import { countRows } from '../support/count-rows.js';
import { openHostileWallet, openMixUpWallet } from '../support/hostile-wallet.js';

const { sandbox, services, wallet, requestConsent, finishConsent } = await openConsentEnvironment();
const { provider, wallets, testWalletAddresses } = sandbox.directory;
const { origin: walletOrigin } = new URL(wallets.visitor);

test('mix-up: a malicious wallet does not receive the visitor’s interaction reference of an honest wallet', async () => {
  const evil = await openMixUpWallet({ origin: walletOrigin, walletAddress: wallets.visitor });
  const { visitor, response, state } = await requestConsent(evil.walletAddress);
  assert.ok(response.body.redirect.startsWith(walletOrigin), 'the visitor is sent to the honest wallet');
  const { pathname, search } = await acceptInteraction(response.body.redirect);
  assert.match(search, /hash=.+&interact_ref=.+/);
  assert.equal((await visitor.call('GET', pathname + search)).status, 400);
  assert.equal(await state(), 'bound');
  const reference = new URLSearchParams(search).get('interact_ref') ?? '';
  assert.ok(!JSON.stringify(evil.receivedRequests).includes(reference));
  assert.ok(!evil.receivedRequests.some(({ method, path }) => method === 'POST' && path === '/continue'));
});

test('two visitors cannot exchange their interaction responses, in either browser', async () => {
  const [one, two] = [await requestConsent(), await requestConsent()];
  const [first, second] = [
    await acceptInteraction(one.response.body.redirect),
    await acceptInteraction(two.response.body.redirect),
  ];
  const open = ({ visitor }: typeof one, { pathname }: URL, { search }: URL) =>
    visitor.call('GET', pathname + search);
  assert.equal((await open(one, second, second)).status, 404, 'the other visitor’s browser');
  assert.equal((await open({ ...one, visitor: new Visitor(provider) }, second, second)).status, 404, 'none');
  assert.equal((await open(two, second, second)).status, 200, 'the earlier attempts did not use it up');
  assert.equal((await open(one, first, second)).status, 400, 'the other visitor’s response');
  assert.equal((await open(one, first, first)).status, 404, 'the wrong response used it up');
  assert.deepEqual([await one.state(), await two.state()], ['bound', 'active']);
});

test('stolen token: a wallet that names an honest resource server as its own gets no token sent there', async () => {
  const evil = await openHostileWallet({ resourceServer: `${walletOrigin}/op` });
  wallet.requests.length = 0;
  const { response, state } = await requestConsent(evil.walletAddress);
  assert.equal(response.body.code, 'wallet-response-invalid');
  assert.equal(await state(), 'bound');
  const pending = await completeConsent(await requestConsent());
  const session = { connection: pending.id, walletAddress: evil.walletAddress };
  const before = await countRows(services);
  assert.equal(
    (await pending.page.call('POST', '/relay/sessions', session)).body.code,
    'wallet-response-invalid',
  );
  assert.deepEqual(await countRows(services), before);
  assert.deepEqual(evil.receivedRequests, [], 'its authorization server receives no request');
});

test('a wallet that receives a token of an honest authorization server cannot use it', async () => {
  const evilServer = await openHostileWallet({ id: wallets.visitor, authServer: `${walletOrigin}/auth` });
  const pending = await completeConsent(await requestConsent(evilServer.walletAddress));
  const { body: session } = await pending.page.call('POST', '/relay/sessions', {
    ...{ connection: pending.id, walletAddress: testWalletAddresses['ok'] },
  });
  const tick = await pending.page.call('POST', `/relay/sessions/${session.id}/payments`, {});
  assert.equal(tick.status >= 400, true, 'no payment');
  const received = evilServer.receivedRequests.find(
    ({ method, path }) => method === 'POST' && path === '/op/quotes',
  );
  assert.match(received?.headers.authorization ?? '', /^GNAP /);
  const headers = Object.fromEntries(
    ['authorization', 'content-type', 'content-digest', 'signature', 'signature-input'].map((name) => [
      name,
      String(received?.headers[name]),
    ]),
  );
  const url = `${walletOrigin}/op/quotes`;
  const replayed = await fetch(url, { method: 'POST', headers, body: received?.body ?? '' });
  assert.equal(replayed.status, 401, await replayed.text());
  const thief = await startWalletClient();
  after(() => thief.close());
  const value = headers['authorization']?.slice('GNAP '.length) ?? '';
  const signed = await sendSigned(
    signRequest(thief, { url, method: 'POST', token: value, body: JSON.parse(received?.body ?? '') }),
  );
  assert.ok([401, 403].includes(signed.status), String(signed.status));
});

async function completeConsent(pending: PendingConsent): Promise<PendingConsent> {
  assert.equal((await finishConsent(pending)).status, 200);
  assert.equal(await pending.state(), 'active');
  return pending;
}
