import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ERROR_CODES, type RelayErrorCode } from '../../../src/protocol/error-codes.js';
import { openProvider } from '../../support/provider/open-provider.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { sendRawRequest } from '../../support/send-raw-request.js';

const { origin, server } = await openProvider();
const page = await openRelayPage(origin, 'https://site.example');

/** Bodies of POST /relay/connections, which accepts only `{}`. */
const BODIES: [what: string, body: string | Buffer][] = [
  ['100,000 nested arrays are too large', '['.repeat(100_000)],
  ['8,000 nested arrays', '['.repeat(8_000)],
  ['17 nested arrays', `${'['.repeat(17)}${']'.repeat(17)}`],
  ['__proto__', '{"__proto__":{"state":"active"}}'],
  ['an escaped __proto__', '{"\\u005f_proto__":1}'],
  ['a duplicate member', '{"a":1,"a":1}'],
  ['a duplicate member, once escaped', '{"a":1,"\\u0061":1}'],
  ['UTF-16', Buffer.from('{}', 'utf16le')],
  ['UTF-16 with a byte order mark', Buffer.from('\ufeff{}', 'utf16le')],
  ['UTF-8 with a byte order mark', '\ufeff{}'],
  ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ['half a surrogate pair', '{"a":"\\ud800"}'],
  ['half a surrogate pair in a name', '{"\\udc00":1}'],
  ['NUL', '{"a":"\\u0000"}'],
  ['a bare NUL', '{}\0'],
  ['truncated JSON', '{"a":'],
  ['nothing', ''],
  ['two objects', '{}{}'],
];
for (const [what, body] of BODIES) {
  test(`a body with ${what} gets a client error`, async () => {
    const changes = { rawBody: body as string };
    const { status, body: answer } = await page.call('POST', '/relay/connections', undefined, changes);
    assert.ok(status === 400 || status === 413, `${status}`);
    assert.equal(answer.code, status === 413 ? 'payload-too-large' : 'request-invalid');
  });
}

test('16 KiB are accepted, one byte more is not', async () => {
  const body = (length: number) => ({ rawBody: `{${' '.repeat(length - 2)}}` });
  const call = (length: number) => page.call('POST', '/relay/connections', undefined, body(length));
  assert.equal((await call(16 * 1024)).body.state, 'new');
  assert.equal((await call(16 * 1024 + 1)).body.code, 'payload-too-large');
});

const LINE = 'x-a: 1\r\n';
/** Complete requests, as bytes. */
const REQUESTS: [what: string, request: string, code: RelayErrorCode][] = [
  ['9 KiB of headers', `GET /relay HTTP/1.1\r\nHost: a\r\nx-a: ${'x'.repeat(9_000)}\r\n\r\n`, 'headers-too-large'],
  ['a URL of 9 KiB', `GET /${'x'.repeat(9_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, 'headers-too-large'],
  ['65 headers', `GET /relay HTTP/1.1\r\nHost: a\r\n${LINE.repeat(64)}\r\n`, 'headers-too-large'],
  ['a URL of 2,049 characters', `GET /${'x'.repeat(2_048)} HTTP/1.1\r\nHost: a\r\n\r\n`, 'url-too-long'],
  ['an id of 200 characters', `GET /relay/connections/${'x'.repeat(200)} HTTP/1.1\r\nHost: a\r\n\r\n`, 'request-invalid'],
  ['a broken escape', 'GET /relay/% HTTP/1.1\r\nHost: a\r\n\r\n', 'request-invalid'],
  ['an invalid length', 'POST /relay/connections HTTP/1.1\r\nHost: a\r\nContent-Length: ten\r\n\r\n', 'request-invalid'],
  ['two lengths', 'POST /relay/connections HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n', 'request-invalid'],
  ['length and chunks', 'POST /relay/connections HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n', 'request-invalid'],
  ['another protocol', 'EHLO a\r\n\r\n', 'request-invalid'],
  ['no host', 'GET /relay HTTP/1.1\r\n\r\n', 'request-invalid'],
]; // prettier-ignore
for (const [what, request, code] of REQUESTS) {
  test(`${what} → ${code}`, async () => {
    const { status, head, body } = await sendRawRequest(origin, request);
    if (what === 'no host') return assert.equal(status, 400);
    assert.equal(status, ERROR_CODES[code].status);
    assert.equal(JSON.parse(body).code, code);
    assert.match(head, /^content-type: application\/problem\+json/im);
    assert.match(head, /^x-content-type-options: nosniff/im);
    assert.match(head, /^cache-control: no-store/im);
  });
}

test('64 headers are accepted', async () => {
  const { status } = await sendRawRequest(
    origin,
    `GET /relay HTTP/1.1\r\nHost: a\r\nConnection: close\r\n${LINE.repeat(62)}\r\n`,
  );
  assert.equal(status, 200);
});

test('an endless body is rejected when it has become too large', async () => {
  const chunk = `1000\r\n${' '.repeat(0x1000)}\r\n`;
  const { status } = await sendRawRequest(
    origin,
    `POST /connect/x/challenges HTTP/1.1\r\nHost: a\r\nOrigin: ${origin}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk.repeat(5)}`,
  );
  assert.equal(status, 413);
});

test('the Host header affects neither signatures nor links', async () => {
  const { body } = await sendRawRequest(
    origin,
    'GET /relay HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: evil.example\r\nConnection: close\r\n\r\n',
  );
  assert.equal(JSON.parse(body).connectPage, `${origin}/connect`);
  const client = await sendRawRequest(
    origin,
    'GET /client HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n',
  );
  assert.ok(!client.body.includes('evil'));
  const answer = await server.inject({
    url: '/relay',
    headers: { host: 'evil.example', 'x-forwarded-proto': 'https' },
  });
  assert.ok(!answer.body.includes('evil'));
});
