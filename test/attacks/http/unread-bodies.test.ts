import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../../../src/provider/provider.js';
import { openProvider } from '../../support/provider/open-provider.js';
import { listRoutes } from '../../support/provider/list-routes.js';
import { sendRawRequest } from '../../support/send-raw-request.js';

const WORST = `"${'\\"'.repeat(8_000)}`;

/** A request that announces `length` bytes and sends `body`. */
const post = (path: string, body: string, length = body.length, method = 'POST') =>
  `${method} ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`;

test('the body of a request to an unknown route is neither awaited nor parsed', async () => {
  const { origin } = await openProvider();
  for (const path of ['/nothing', '/relay/nothing', '/account/nothing', '/healthz']) {
    const { status, head } = await sendRawRequest(origin, post(path, WORST, WORST.length + 1_000_000));
    assert.equal(status, 404, path);
    // The rest of the body must not be parsed as the next request.
    assert.match(head, /^connection: close/im, path);
  }
});

test('a rate-limited address gets 429 before its body is read, on every route', async () => {
  const limits = { ...DEFAULT_LIMITS, callsPerAddress: { perMinute: 1, burst: 3 } };
  const { origin, server } = await openProvider({ limits });
  for (let call = 0; call < 3; call += 1) await sendRawRequest(origin, post('/connect/x/challenges', WORST));
  const routes = listRoutes(server).filter(({ method }) => method !== 'GET');
  assert.ok(routes.length > 12);
  for (const { method, url } of routes) {
    const path = url.replace(/:\w+/g, 'x');
    const { status } = await sendRawRequest(origin, post(path, WORST, WORST.length + 1_000_000, method));
    assert.equal(status, 429, `${method} ${path}`);
  }
});
