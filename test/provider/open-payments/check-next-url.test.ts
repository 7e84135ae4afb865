import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';

const ADDRESSES: Record<string, string[]> = {
  localhost: ['127.0.0.1', '::1'],
  'inside.example': ['10.0.0.1'],
};

/** Requests with a token, by receiving origin. */
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

/** Injects a fault into a wallet during `work`. */
async function withWalletFault(
  wallet: 'visitor' | 'receiver',
  fault: string,
  work: () => Promise<void>,
): Promise<void> {
  const url = `${sandboxes[wallet]}/faults/${fault}`;
  const on = await fetch(url, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{}' });
  assert.ok(on.ok, `${on.status} ${await on.text()}`);
  await work().finally(() => fetch(url, { method: 'DELETE' }));
}

test('a wallet whose resource server names another authorization server is not connected', async () => {
  await withWalletFault('visitor', 'bad-as-uri', async () => {
    const page = await openRelayPage(provider, 'http://localhost:3001');
    tokensAt.length = 0;
    const { body } = await page.call('POST', '/relay/connections', {});
    assert.equal(body.code, 'wallet-response-invalid');
    assert.deepEqual(tokensAt, []);
  });
});

test('a resource server that names another authorization server gets no token and no payment', async () => {
  await withWalletFault('receiver', 'bad-as-uri', async () => {
    const page = await openRelayPage(provider);
    const connection = (await page.call('POST', '/relay/connections', {})).body.id;
    tokensAt.length = 0;
    const walletAddress = testWalletAddresses['ok'];
    const { body } = await page.call('POST', '/relay/sessions', { connection, walletAddress });
    assert.equal(body.code, 'wallet-response-invalid');
    assert.deepEqual(tokensAt, []);
  });
});

test('URLs of another origin in a response are not called: continue, manage and id', async () => {
  await withWalletFault('visitor', 'foreign-urls', async () => {
    const page = await openRelayPage(provider, 'http://localhost:3002');
    assert.equal((await page.call('POST', '/relay/connections', {})).body.code, 'wallet-response-invalid');
  });
  const page = await openRelayPage(provider, 'http://localhost:3003');
  const connection = (await page.call('POST', '/relay/connections', {})).body.id;
  const ok = { connection, walletAddress: testWalletAddresses['ok'] };
  await withWalletFault('receiver', 'foreign-urls', async () => {
    const { body } = await page.call('POST', '/relay/sessions', ok);
    assert.equal(body.code, 'wallet-response-invalid');
  });
  const session = (await page.call('POST', '/relay/sessions', ok)).body.id;
  await withWalletFault('visitor', 'foreign-urls', async () => {
    const { body } = await page.call('POST', `/relay/sessions/${session}/payments`, {});
    assert.equal(body.code, 'payer-response-invalid');
  });
  assert.equal((await page.call('GET', `/relay/connections/${connection}`)).body.spent.value, '0');
});

test('a resource server without a named authorization server is trusted only if the operator allows it', async () => {
  const silent = await listen((origin) => ({ resourceServer: `${origin}/silent` }));
  const page = await openRelayPage(provider);
  const connection = (await page.call('POST', '/relay/connections', {})).body.id;
  const strict = await page.call('POST', '/relay/sessions', { connection, walletAddress: silent });
  assert.equal(strict.body.code, 'wallet-response-invalid');

  const lenient = await openSandbox({ provider: { egress: { requireAsUri: false } } });
  const other = await openRelayPage(lenient.directory.provider);
  const id = (await other.call('POST', '/relay/connections', {})).body.id;
  const trusted = await other.call('POST', '/relay/sessions', { connection: id, walletAddress: silent });
  assert.equal(trusted.body.code, 'receiver-refused', 'the grant was requested');
});

test('service URLs with a query, fragment, user or other port are rejected together with their wallet address', async () => {
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
      assert.equal(body.code, 'wallet-response-invalid', `${member} ${service}`);
    }
  }
});

test('a page cannot distinguish a private address from an unknown host name', async () => {
  const page = await openRelayPage(provider);
  const ask = async (walletAddress: string) => {
    const { status, body } = await page.call('POST', '/relay/wallet-addresses', { walletAddress });
    return { status, body: JSON.stringify(body).replace(new URL(walletAddress).host, 'host') };
  };
  const unknown = await ask('https://nobody.example/alice');
  assert.match(unknown.body, /wallet-unreachable/);
  assert.deepEqual(await ask('https://inside.example/alice'), unknown);
});

/** A wallet address on loopback with services on other origins. */
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
