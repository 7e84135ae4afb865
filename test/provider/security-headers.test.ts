import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { ERROR_CODES } from '../../src/protocol/error-codes.js';
import { createProvider } from '../../src/provider/provider.js';
import { listRoutes } from '../support/provider/list-routes.js';
import { openProvider } from '../support/provider/open-provider.js';
import { sendRawRequest } from '../support/send-raw-request.js';

const ORIGIN = 'https://provider.example';
const SITE = 'https://site.example';
const server = await createProvider({ origin: ORIGIN, dataDirectory: null });
after(() => server.close());
server.get('/broken', () => {
  throw new Error('this is a test');
});
await server.ready();

/** Headers of every response. HTML pages have their own Content-Security-Policy. */
const ALWAYS: Record<string, RegExp> = {
  'content-security-policy': /^default-src 'none'.*frame-ancestors 'none'/,
  'x-frame-options': /^DENY$/i,
  'x-content-type-options': /^nosniff$/,
  'referrer-policy': /^no-referrer$/,
  'cross-origin-resource-policy': /^same-origin$/,
  'strict-transport-security': /^max-age=63072000; includeSubDomains$/,
  'cache-control': /^(no-store|no-cache|public, max-age=\d+)/,
};
/** Headers of no response: COOP would separate the connect page from its opener. */
const NEVER = ['access-control-allow-credentials', 'x-powered-by', 'server', 'cross-origin-opener-policy'];

const known = listRoutes(server);
assert.ok(known.length > 15, 'the route tree was parsed');

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
  test(`${method} ${url.slice(0, 60)} has the security headers for every caller`, async () => {
    for (const headers of [
      {},
      { origin: SITE },
      { origin: 'null' },
      { origin: SITE, 'access-control-request-method': 'POST' },
    ]) {
      const answer = await server.inject({ method, url: url.replace(':id', 'x').replace('*', 'x'), headers });
      const where = `${answer.statusCode} to ${JSON.stringify(headers)}`;
      // Forms of the account page must send their origin.
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

test('an internal error exposes no details', async () => {
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

test('errors of the HTTP parser have the same headers as a route’s responses', async () => {
  const { origin } = await openProvider();
  const namesOf = (head: string) =>
    head
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(': ')[0]?.toLowerCase())
      .filter((name) => name !== 'date' && name !== 'connection' && name !== 'keep-alive')
      .sort();
  const refused = await sendRawRequest(origin, 'GET / HTTP/9.9\r\n\r\n');
  const missing = await sendRawRequest(
    origin,
    'GET /nothing HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n',
  );
  const undecodable = await sendRawRequest(origin, 'GET /% HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
  assert.deepEqual(namesOf(refused.head), namesOf(missing.head));
  assert.deepEqual(namesOf(undecodable.head), namesOf(missing.head));
});

test('http has no Strict-Transport-Security, because browsers ignore it there', async () => {
  const { server: plain } = await openProvider();
  assert.equal((await plain.inject('/relay')).headers['strict-transport-security'], undefined);
});

test('the complete security headers', async () => {
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
