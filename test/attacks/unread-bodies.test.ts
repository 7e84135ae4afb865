import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../../src/provider/provider.js';
import { openProvider } from '../support/provider.js';
import { routesOf } from '../support/routes-of.js';
import { sendBytes } from '../support/send-bytes.js';

const WORST = `"${'\\"'.repeat(8_000)}`;

/** A request with `length` bytes announced, of which `body` is sent. */
const post = (path: string, body: string, length = body.length, method = 'POST') =>
  `${method} ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`;

test('the body of an unknown route is not waited for, and not parsed', async () => {
  const { origin } = await openProvider();
  for (const path of ['/nothing', '/relay/nothing', '/account/nothing', '/healthz']) {
    const { status, head } = await sendBytes(origin, post(path, WORST, WORST.length + 1_000_000));
    assert.equal(status, 404, path);
    // What is left of the body must not be taken for the next request.
    assert.match(head, /^connection: close/im, path);
  }
});

test('an address that has called too often is told so before a body is waited for, wherever one is read', async () => {
  const limits = { ...DEFAULT_LIMITS, callsPerAddress: { perMinute: 1, burst: 3 } };
  const { origin, server } = await openProvider({ limits });
  for (let call = 0; call < 3; call += 1) await sendBytes(origin, post('/connect/x/challenges', WORST));
  const routes = routesOf(server).filter(({ method }) => method !== 'GET');
  assert.ok(routes.length > 12);
  for (const { method, url } of routes) {
    const path = url.replace(/:\w+/g, 'x');
    const { status } = await sendBytes(origin, post(path, WORST, WORST.length + 1_000_000, method));
    assert.equal(status, 429, `${method} ${path}`);
  }
});
