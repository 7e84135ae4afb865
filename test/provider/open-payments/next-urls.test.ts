import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { openRelayPage } from '../../support/relay-page.js';
import { openSandbox } from '../../support/sandbox.js';

const ADDRESSES: Record<string, string[]> = {
  localhost: ['127.0.0.1', '::1'],
  'inside.example': ['10.0.0.1'],
};

/** What goes to whom with a token. */
const tokensAt: string[] = [];
const sandbox = await openSandbox({
  provider: { egress: { resolve: async (name) => ADDRESSES[name] ?? [] } },
  prepare: (servers) => {
    for (const name of ['visitor', 'receiver'] as const)
      servers[name].addHook('onRequest', async (request) => {
        if (request.headers.authorization)
          tokensAt.push(`${name} ${request.method} ${request.url.split('?')[0]}`);
      });
  },
});
const { provider, sandboxes, testWalletAddresses } = sandbox.directory;

/** Switches a double of a wallet on for the time of `work`. */
async function play(
  wallet: 'visitor' | 'receiver',
  double: string,
  work: () => Promise<void>,
): Promise<void> {
  const url = `${sandboxes[wallet]}/doubles/${double}`;
  const on = await fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{}' });
  assert.ok(on.ok, `${on.status} ${await on.text()}`);
  await work().finally(() => fetch(url, { method: 'DELETE' }));
}

test('a wallet whose resource server names another authorization server is not connected', async () => {
  await play('visitor', 'bad-as-uri', async () => {
    const page = await openRelayPage(provider, 'http://localhost:3001');
    tokensAt.length = 0;
    const { body } = await page.call('POST', '/relay/connections', {});
    assert.equal(body.code, 'wallet-answer-invalid');
    assert.deepEqual(tokensAt, []);
  });
});

test('a resource server that names another authorization server gets no token, and none is paid', async () => {
  await play('receiver', 'bad-as-uri', async () => {
    const page = await openRelayPage(provider);
    const connection = (await page.call('POST', '/relay/connections', {})).body.id;
    tokensAt.length = 0;
    const walletAddress = testWalletAddresses['ok'];
    const { body } = await page.call('POST', '/relay/sessions', { connection, walletAddress });
    assert.equal(body.code, 'wallet-answer-invalid');
    assert.deepEqual(tokensAt, []);
  });
});

test('URLs that an answer puts at another origin are not called: neither continue nor manage nor an id', async () => {
  await play('visitor', 'evil-id', async () => {
    const page = await openRelayPage(provider, 'http://localhost:3002');
    assert.equal((await page.call('POST', '/relay/connections', {})).body.code, 'wallet-answer-invalid');
  });
  const page = await openRelayPage(provider, 'http://localhost:3003');
  const connection = (await page.call('POST', '/relay/connections', {})).body.id;
  const ok = { connection, walletAddress: testWalletAddresses['ok'] };
  await play('receiver', 'evil-id', async () => {
    const { body } = await page.call('POST', '/relay/sessions', ok);
    assert.equal(body.code, 'wallet-answer-invalid');
  });
  const session = (await page.call('POST', '/relay/sessions', ok)).body.id;
  await play('visitor', 'evil-id', async () => {
    const { body } = await page.call('POST', `/relay/sessions/${session}/payments`, {});
    assert.equal(body.code, 'payer-answer-invalid');
  });
  assert.equal((await page.call('GET', `/relay/connections/${connection}`)).body.spent.value, '0');
});

test('a resource server that names no authorization server is trusted only where the operator says so', async () => {
  const silent = await listen((origin) => ({ resourceServer: `${origin}/silent` }));
  const page = await openRelayPage(provider);
  const connection = (await page.call('POST', '/relay/connections', {})).body.id;
  const strict = await page.call('POST', '/relay/sessions', { connection, walletAddress: silent });
  assert.equal(strict.body.code, 'wallet-answer-invalid');

  const lenient = await openSandbox({ provider: { egress: { requireAsUri: false } } });
  const other = await openRelayPage(lenient.directory.provider);
  const id = (await other.call('POST', '/relay/connections', {})).body.id;
  const trusted = await other.call('POST', '/relay/sessions', { connection: id, walletAddress: silent });
  assert.equal(trusted.body.code, 'receiver-refused', 'it got as far as the grant');
});

test('services with a query, a fragment, a user or another port are refused with the wallet address that names them', async () => {
  const page = await openRelayPage(provider);
  for (const service of [
    ...[
      'https://victim.example/outgoing-payments?x=',
      'https://victim.example/#',
      'https://u:p@victim.example/',
    ],
    ...['https://victim.example:22/', 'http://victim.example/', 'https://10.0.0.1/', 'file:///etc/passwd'],
  ]) {
    for (const member of ['resourceServer', 'authServer']) {
      const walletAddress = await listen(() => ({ [member]: service }));
      const { body } = await page.call('POST', '/relay/wallet-addresses', { walletAddress });
      assert.equal(body.code, 'wallet-answer-invalid', `${member} ${service}`);
    }
  }
});

test('a page cannot tell an address inside from a name that nobody has', async () => {
  const page = await openRelayPage(provider);
  const ask = async (walletAddress: string) => {
    const { status, body } = await page.call('POST', '/relay/wallet-addresses', { walletAddress });
    return { status, body: JSON.stringify(body).replace(new URL(walletAddress).host, 'host') };
  };
  const nobody = await ask('https://nobody.example/alice');
  assert.match(nobody.body, /wallet-unreachable/);
  assert.deepEqual(await ask('https://inside.example/alice'), nobody);
});

/** A wallet address on loopback whose services are elsewhere. */
async function listen(services: (origin: string) => Record<string, string>): Promise<string> {
  const server = createServer((request, response) => {
    const origin = `http://${request.headers.host}`;
    const isAddress = request.url === '/alice';
    const wallet = {
      ...{ id: `${origin}/alice`, assetCode: 'USD', assetScale: 2 },
      ...{ authServer: `${origin}/auth`, resourceServer: origin, ...services(origin) },
    };
    response.writeHead(isAddress ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(isAddress ? wallet : { error: { code: '401', description: 'no' } }));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  after(() => server.close());
  return `http://localhost:${(server.address() as { port: number }).port}/alice`;
}
