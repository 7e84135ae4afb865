import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ERROR_CODES } from '../../src/protocol/error-codes.js';
import { createProvider } from '../../src/provider/provider.js';
import { routesOf } from '../support/routes-of.js';
import { openProvider } from '../support/provider.js';
import { sendBytes } from '../support/send-bytes.js';

const ORIGIN = 'https://provider.example';
const SITE = 'https://site.example';
const server = await createProvider({ origin: ORIGIN, dataDirectory: null });
after(() => server.close());
server.get('/broken', () => {
  throw new Error('this is a test');
});
await server.ready();

/** What every answer has. Pages for people have a Content-Security-Policy of their own. */
const ALWAYS: Record<string, RegExp> = {
  'content-security-policy': /^default-src 'none'.*frame-ancestors 'none'/,
  'x-frame-options': /^DENY$/i,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'strict-transport-security': /^max-age=63072000; includeSubDomains$/,
  'cache-control': /^(no-store|no-cache|public, max-age=\d+)/,
};
/** What none has: COOP would cut the connect page off from its opener. */
const NEVER = ['access-control-allow-credentials', 'x-powered-by', 'server', 'cross-origin-opener-policy'];

const known = routesOf(server);
assert.ok(known.length > 15, 'the tree of routes has been read');

const isKnown = (route: { method: string; url: string }) =>
  known.some(({ method, url }) => method === route.method && url === route.url);

for (const { method, url } of [
  ...known,
  { method: 'GET', url: '/nothing' },
  { method: 'PUT', url: '/relay' },
  { method: 'OPTIONS', url: '/nothing' },
  { method: 'OPTIONS', url: '/connect' },
  { method: 'OPTIONS', url: '/relay/sessions' },
  { method: 'GET', url: '/relay/%' },
  { method: 'GET', url: `/relay/connections/${'x'.repeat(200)}` },
] as const) {
  test(`${method} ${url.slice(0, 60)} has the security headers, whoever asks`, async () => {
    for (const headers of [
      {},
      { origin: SITE },
      { origin: 'null' },
      { origin: SITE, 'access-control-request-method': 'POST' },
    ]) {
      const answer = await server.inject({ method, url: url.replace(':id', 'x').replace('*', 'x'), headers });
      const where = `${answer.statusCode} to ${JSON.stringify(headers)}`;
      // Forms of the account page have to say where they come from.
      const referrer = url.startsWith('/account') && { 'referrer-policy': /^same-origin$/ };
      for (const [name, value] of Object.entries({ ...ALWAYS, ...referrer })) {
        assert.match(String(answer.headers[name]), value, `${name}, ${where}`);
      }
      for (const name of NEVER) assert.equal(answer.headers[name], undefined, `${name}, ${where}`);
      const isSites = answer.headers['access-control-allow-origin'];
      if (!url.startsWith('/relay') || headers.origin !== SITE) assert.equal(isSites, undefined, where);
      else if (isKnown({ method, url })) assert.equal(isSites, SITE, where);
      if (isSites) assert.match(String(answer.headers['vary']), /\bOrigin\b/);
    }
  });
}

test('a failure of ours says nothing of itself', async () => {
  const { statusCode, body, headers } = await server.inject('/broken');
  assert.equal(statusCode, 500);
  const { detail, ...problem } = JSON.parse(body) as { detail: string };
  assert.match(detail, /^Request [\w-]+ failed\.$/);
  assert.deepEqual(problem, {
    ...{ type: `${ORIGIN}/errors#provider-failed`, status: 500, code: 'provider-failed' },
    title: ERROR_CODES['provider-failed'].title,
    fix: ERROR_CODES['provider-failed'].fix,
  });
  for (const [name, value] of Object.entries(ALWAYS)) assert.match(String(headers[name]), value, name);
  for (const name of NEVER) assert.equal(headers[name], undefined, name);
  assert.match(String(headers['content-type']), /^application\/problem\+json/);
});

test('what the HTTP parser refuses has the same headers as what a route answers', async () => {
  const { origin } = await openProvider();
  const namesOf = (head: string) =>
    head
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(': ')[0]?.toLowerCase())
      .filter((name) => name !== 'date' && name !== 'connection' && name !== 'keep-alive')
      .sort();
  const refused = await sendBytes(origin, 'GET / HTTP/9.9\r\n\r\n');
  const missing = await sendBytes(origin, 'GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  const undecodable = await sendBytes(origin, 'GET /% HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.deepEqual(namesOf(refused.head), namesOf(missing.head));
  assert.deepEqual(namesOf(undecodable.head), namesOf(missing.head));
});

test('on http there is no Strict-Transport-Security, which would be ignored there', async () => {
  const { server: plain } = await openProvider();
  assert.equal((await plain.inject('/relay')).headers['strict-transport-security'], undefined);
});

test('the security headers, all of them', async () => {
  const {
    date: _date,
    'dpop-nonce': _nonce,
    'content-length': _length,
    ...headers
  } = (await server.inject('/relay')).headers;
  assert.deepEqual(headers, {
    'content-security-policy': "default-src 'none';frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'strict-transport-security': 'max-age=63072000; includeSubDomains',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    vary: 'Origin',
    'access-control-expose-headers': 'dpop-nonce, retry-after',
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    connection: 'keep-alive',
  });
});
