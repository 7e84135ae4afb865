import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DEFAULT_LIMITS } from '../../src/provider/provider.js';
import { openProvider } from '../support/provider.js';
import { sendBytes } from '../support/send-bytes.js';

const WORST = `"${'\\"'.repeat(8_000)}`;

/** A request with `length` bytes announced, of which `body` is sent. */
const post = (path: string, body: string, length = body.length) =>
  `POST ${path} HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: ${length}\r\n\r\n${body}`;

test('the body of an unknown route is not waited for, and not parsed', async () => {
  const { origin } = await openProvider();
  for (const path of ['/nothing', '/relay/nothing', '/account/nothing', '/healthz']) {
    const { status, head } = await sendBytes(origin, post(path, WORST, WORST.length + 1_000_000));
    assert.equal(status, 404, path);
    // What is left of the body must not be taken for the next request.
    assert.match(head, /^connection: close/im, path);
  }
});

test('an address that sends bodies which cost much is stopped before they are parsed', async () => {
  const limits = { ...DEFAULT_LIMITS, callsPerAddress: { perMinute: 1, burst: 3 } };
  const { origin } = await openProvider({ limits });
  const codes: string[] = [];
  for (let call = 0; call < 5; call += 1) {
    const { body } = await sendBytes(origin, post('/connect/x/challenges', WORST));
    codes.push((JSON.parse(body) as { code: string }).code);
  }
  assert.deepEqual(codes.slice(3), ['rate-limited', 'rate-limited']);
});
