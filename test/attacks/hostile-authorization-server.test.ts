import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { acceptInteraction } from '../../src/sandbox-wallet/demo-visitor.js';
import { Visitor } from '../support/visitor.js';
import { send, signRequest, startWalletClient } from '../support/wallet-client.js';
import { type AskedConsent, openConsentWorld } from './support/ask-consent.js';
import { countRows } from './support/count-rows.js';
import { openEvilWallet, openMixUpWallet } from './support/evil-wallet.js';

const { sandbox, services, wallet, ask, finish } = await openConsentWorld();
const { provider, wallets, testWalletAddresses } = sandbox.directory;
const { origin: walletOrigin } = new URL(wallets.visitor);

test('mix-up: an answer that the visitor has given to an honest wallet is not told to the one that had it asked', async () => {
  const evil = await openMixUpWallet({ origin: walletOrigin, walletAddress: wallets.visitor });
  const { visitor, answer, state } = await ask(evil.walletAddress);
  assert.ok(answer.body.redirect.startsWith(walletOrigin), 'the visitor is sent to the honest wallet');
  const { pathname, search } = await acceptInteraction(answer.body.redirect);
  assert.match(search, /hash=.+&interact_ref=.+/);
  assert.equal((await visitor.call('GET', pathname + search)).status, 400);
  assert.equal(await state(), 'bound');
  const reference = new URLSearchParams(search).get('interact_ref') ?? '';
  assert.ok(!JSON.stringify(evil.told).includes(reference));
  assert.ok(!evil.told.some(({ method, path }) => method === 'POST' && path === '/continue'));
});

test('two visitors’ ways back are not exchanged: neither the browsers nor the answers', async () => {
  const [one, two] = [await ask(), await ask()];
  const [first, second] = [
    await acceptInteraction(one.answer.body.redirect),
    await acceptInteraction(two.answer.body.redirect),
  ];
  const open = ({ visitor }: typeof one, { pathname }: URL, { search }: URL) =>
    visitor.call('GET', pathname + search);
  assert.equal((await open(one, second, second)).status, 404, 'another browser');
  assert.equal((await open({ ...one, visitor: new Visitor(provider) }, second, second)).status, 404, 'none');
  assert.equal((await open(two, second, second)).status, 200, 'which has used nothing up');
  assert.equal((await open(one, first, second)).status, 400, 'another’s answer');
  assert.equal((await open(one, first, first)).status, 404, 'which has used the question up');
  assert.deepEqual([await one.state(), await two.state()], ['bound', 'active']);
});

test('a stolen token: a wallet that shows an honest one’s resource server as its own gets no token sent there', async () => {
  const evil = await openEvilWallet({ resourceServer: `${walletOrigin}/op` });
  wallet.asked.length = 0;
  const { answer, state } = await ask(evil.walletAddress);
  assert.equal(answer.body.code, 'wallet-answer-invalid');
  assert.equal(await state(), 'bound');
  const asked = await finished(await ask());
  const session = { connection: asked.id, walletAddress: evil.walletAddress };
  const before = await countRows(services);
  assert.equal(
    (await asked.page.call('POST', '/relay/sessions', session)).body.code,
    'wallet-answer-invalid',
  );
  assert.deepEqual(await countRows(services), before);
  assert.deepEqual(evil.told, [], 'its authorization server was not even asked');
});

test('a token that an honest wallet’s authorization server gives is of no use to whom it is shown', async () => {
  const evilServer = await openEvilWallet({ id: wallets.visitor, authServer: `${walletOrigin}/auth` });
  const asked = await finished(await ask(evilServer.walletAddress));
  const { body: session } = await asked.page.call('POST', '/relay/sessions', {
    ...{ connection: asked.id, walletAddress: testWalletAddresses['ok'] },
  });
  const tick = await asked.page.call('POST', `/relay/sessions/${session.id}/payments`, {});
  assert.equal(tick.status >= 400, true, 'it pays nothing');
  const heard = evilServer.told.find(({ method, path }) => method === 'POST' && path === '/op/quotes');
  assert.match(heard?.headers.authorization ?? '', /^GNAP /);
  const headers = Object.fromEntries(
    ['authorization', 'content-type', 'content-digest', 'signature', 'signature-input'].map((name) => [
      name,
      String(heard?.headers[name]),
    ]),
  );
  const url = `${walletOrigin}/op/quotes`;
  const asItCame = await fetch(url, { method: 'POST', headers, body: heard?.body ?? '' });
  assert.equal(asItCame.status, 401, await asItCame.text());
  const thief = await startWalletClient();
  after(() => thief.close());
  const value = headers['authorization']?.slice('GNAP '.length) ?? '';
  const signed = await send(
    signRequest(thief, { url, method: 'POST', token: value, body: JSON.parse(heard?.body ?? '') }),
  );
  assert.ok([401, 403].includes(signed.status), String(signed.status));
});

async function finished(asked: AskedConsent): Promise<AskedConsent> {
  assert.equal((await finish(asked)).status, 200);
  assert.equal(await asked.state(), 'active');
  return asked;
}
