import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Compile } from 'typebox/schema';
import { ERROR_CODES } from '../../../src/protocol/error-codes.js';
import { openProvider } from '../../support/provider/open-provider.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { listRoutes } from '../../support/provider/list-routes.js';
import { openSandbox } from '../../support/open-sandbox.js';

interface DocumentedResponse {
  content?: Record<
    string,
    { schema: object; examples?: Record<string, { value: { code: string; status: number } }> }
  >;
}
interface Operation {
  summary?: string;
  security?: object[];
  parameters?: { name: string }[];
  responses: Record<string, DocumentedResponse>;
}

const sandbox = await openSandbox();
const { provider, testWalletAddresses } = sandbox.directory;
const document = (await (await fetch(`${provider}/openapi.json`)).json()) as {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
};

const operationOf = (method: string, route: string): Operation | undefined =>
  document.paths[route.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()];

test('/openapi.json documents every relay call with its proof and all of its problems', async () => {
  assert.equal(document.openapi, '3.1.0');
  assert.deepEqual(document.servers, [{ url: provider }]);
  const { server } = await openProvider();
  for (const { method, url } of listRoutes(server).filter((route) => route.url.startsWith('/relay'))) {
    const operation = operationOf(method, url);
    assert.ok(operation?.summary, `${method} ${url}`);
    if (url !== '/relay') assert.deepEqual(operation.security, [{ dpop: [] }]);
    const names = operation.parameters?.map(({ name }) => name) ?? [];
    assert.equal(names.includes('Idempotency-Key'), method !== 'GET', `${method} ${url}`);
    for (const [status, { content }] of Object.entries(operation.responses)) {
      for (const [code, { value }] of Object.entries(content?.['application/problem+json']?.examples ?? {})) {
        assert.deepEqual([value.code, String(value.status)], [code, status]);
      }
    }
  }
});

test('HTML pages are not in /openapi.json', () => {
  for (const path of Object.keys(document.paths)) assert.match(path, /^\/(relay|client)/);
});

test('real responses conform to /openapi.json', async () => {
  const page = await openRelayPage(provider);
  const seen = new Set<string>();
  const call = async (method: string, route: string, id?: string, body?: object, changes = {}) => {
    const answer = await page.call(method, route.replace(':id', id ?? ''), body, changes);
    const where = `${method} ${route} ${answer.status} ${answer.body.code ?? ''}`;
    const documented = operationOf(method, route)?.responses[answer.status];
    assert.ok(documented, where);
    seen.add(where.trim());
    if (answer.status === 204) return answer.body;
    const type = (answer.headers.get('content-type') ?? '').split(';')[0] as string;
    const { schema, examples } = documented.content?.[type] ?? {};
    assert.ok(schema, `${where} as ${type}`);
    const [valid, errors] = Compile(schema).Errors(answer.body);
    assert.ok(valid, `${where}: ${JSON.stringify(errors)}`);
    if (answer.body.code) assert.ok(examples && answer.body.code in examples, where);
    return answer.body;
  };

  await call('GET', '/relay');
  const connection = (await call('POST', '/relay/connections', '', {})).id;
  await call('POST', '/relay/connections', '', {});
  await call('GET', '/relay/connections/:id', connection);
  await call('GET', '/relay/connections/:id', 'x');
  await call('POST', '/relay/connections/:id/bind', connection, { challenge: 'x' });
  for (const outcome of ['ok', '404', 'html', '500', 'key-revoked', 'invalid-receiver']) {
    const walletAddress = testWalletAddresses[outcome];
    await call('POST', '/relay/wallet-addresses', '', { walletAddress });
    const { id } = await call('POST', '/relay/sessions', '', { connection, walletAddress });
    await call('POST', '/relay/sessions/:id/payments', id ?? 'x', {});
    if (outcome === 'ok') await call('POST', '/relay/sessions/:id/payments', id, {});
    await call('DELETE', '/relay/sessions/:id', id ?? 'x');
    await call('POST', '/relay/sessions/:id/payments', id ?? 'x', {});
  }
  for (const headers of [{ origin: 'null' }, { dpop: undefined }, { dpop: 'x' }]) {
    await call('POST', '/relay/connections', '', {}, { headers });
  }
  await call('POST', '/relay/connections', '', {}, { proof: { nonce: 'x' } });
  await call('POST', '/relay/connections', '', {}, { rawBody: '{' });
  await call('POST', '/relay/connections', '', {}, { rawBody: ' '.repeat(17_000) });
  await call('DELETE', '/relay/connections/:id', connection);
  await call('POST', '/relay/sessions', '', { connection, walletAddress: testWalletAddresses['ok'] });
  assert.ok(seen.size >= 25, `${[...seen].join('\n')}`);
});

test('/errors explains every code, and a problem’s type links to it', async () => {
  const missing = await fetch(`${provider}/relay/nothing`);
  const { type, code } = (await missing.json()) as { type: string; code: string };
  assert.equal(type, `${provider}/errors#${code}`);
  const response = await fetch(type);
  assert.equal(response.status, 200);
  assert.match(response.headers.get('content-type') ?? '', /^text\/html/);
  const text = await response.text();
  for (const known of Object.keys(ERROR_CODES)) {
    assert.ok(text.includes(`<section id="${known}">`), known);
    assert.equal((await fetch(`${provider}/errors/${known}`)).status, 200);
  }
  assert.ok(text.includes('&lt;iframe&gt;'), 'markup is escaped');
  assert.equal((await fetch(`${provider}/errors/nothing`)).status, 404);
});
