import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openProvider } from '../../support/provider/open-provider.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { listRoutes } from '../../support/provider/list-routes.js';
import { sendRawRequest } from '../../support/send-raw-request.js';

const SITE = 'https://site.example';
const { origin, server } = await openProvider();
const page = await openRelayPage(origin, SITE);

const BAD_ORIGINS = [
  'null',
  '',
  'http://site.example',
  'https://site.example/',
  'https://site.example%00',
  'https://site.example\u0000',
  'https://SITE.example',
  'https://site.example:443',
  'https://user@site.example',
  'https://a.example, https://b.example',
  'site.example',
  '*',
  'file://',
  'chrome-extension://abcdefghijklmnop',
  `https://${'a'.repeat(300)}.example`,
];
for (const bad of BAD_ORIGINS) {
  test(`Origin ${JSON.stringify(bad.slice(0, 60))} gets 403 from every relay call and preflight, without CORS headers`, async () => {
    for (const { method, url } of listRoutes(server).filter((route) => route.url.startsWith('/relay'))) {
      for (const options of [
        { method, headers: { origin: bad } },
        { method: 'OPTIONS' as const, headers: { origin: bad, 'access-control-request-method': method } },
      ]) {
        const { statusCode, headers } = await server.inject({ ...options, url: url.replace(':id', 'x') });
        assert.equal(statusCode, 403, `${options.method} ${url}`);
        assert.equal(headers['access-control-allow-origin'], undefined);
      }
    }
  });
}

test('two Origin headers are rejected, even if they are equal', async () => {
  const request = `POST /relay/connections HTTP/1.1\r\nHost: a\r\nOrigin: ${SITE}\r\nOrigin: ${SITE}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`;
  const { status, head } = await sendRawRequest(origin, request);
  assert.equal(status, 403);
  assert.ok(!/access-control-allow-origin/i.test(head));
});

test('another site gets 404 for a connection, with its own CORS headers', async () => {
  const { id } = (await page.call('POST', '/relay/connections', {})).body;
  for (const other of ['https://site.example.evil.test', 'https://site.example:444']) {
    const otherSitePage = await openRelayPage(origin, other, page.key);
    const { status, headers } = await otherSitePage.call('GET', `/relay/connections/${id}`);
    assert.equal(status, 404);
    assert.equal(headers.get('access-control-allow-origin'), other);
    assert.equal(headers.get('access-control-allow-credentials'), null);
  }
});

for (const [what, headers] of [
  ['a form', { 'content-type': 'text/plain', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }],
  [
    'fetch() in no-cors mode',
    { 'content-type': 'text/plain', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' },
  ],
  ['an image', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
  ['a frame', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
  ['a socket', { 'sec-fetch-mode': 'websocket', 'sec-fetch-dest': 'websocket' }],
  ['a script in cors mode', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'script' }],
] as const) {
  test(`a browser request for ${what} is rejected before its proof is checked`, async () => {
    const all = { origin: SITE, ...headers };
    const { statusCode, body } = await server.inject({
      method: 'POST',
      url: '/relay/connections',
      headers: all,
    });
    assert.deepEqual([statusCode, JSON.parse(body).code], [403, 'origin-invalid']);
  });
}

test('a call without a proof is rejected even with cookies, and the relay sets no cookie', async () => {
  const cookies = [`wm-visitor-${new URL(origin).port}=${'a'.repeat(43)}`, `__Host-wm=${'a'.repeat(43)}`];
  for (const { method, url } of listRoutes(server).filter(({ url: path }) => path.startsWith('/relay'))) {
    const answer = await server.inject({
      method,
      url: url.replace(':id', 'x'),
      headers: { origin: SITE, cookie: cookies.join('; ') },
    });
    if (url !== '/relay') assert.equal(answer.statusCode, 401, `${method} ${url}`);
    assert.equal(answer.headers['set-cookie'], undefined);
  }
});
