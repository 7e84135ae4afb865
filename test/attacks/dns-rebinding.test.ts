import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSandbox } from '../support/sandbox.js';
import { sendBytes } from '../support/send-bytes.js';

/** A page at this name that was made to resolve to this machine would read what this machine answers. */
const REBOUND = 'x.evil.example';

const sandbox = await openSandbox();
const { provider, wallets } = sandbox.directory;
const wallet = new URL(wallets.visitor).origin;

const PATHS: [origin: string, path: string][] = [
  [provider, '/account'],
  [provider, '/account/sandbox'],
  [provider, '/account/sites/1'],
  [provider, '/relay'],
  [provider, '/connect'],
  [provider, '/openapi.json'],
  [provider, '/healthz'],
  [provider, '/not-there'],
  [wallet, '/account/visitor'],
  [wallet, '/account-events/visitor'],
  [wallet, '/visitor'],
  [wallet, '/sandbox'],
  [wallet, '/op/incoming-payments'],
];
for (const [origin, path] of PATHS) {
  const role = origin === provider ? 'provider' : 'wallet';
  test(`${role}: ${path} is not answered under a name that is not this machine's`, async () => {
    for (const host of [
      REBOUND,
      `${REBOUND}:${new URL(origin).port}`,
      'localhost.evil.example',
      '127.0.0.1.evil.example',
    ]) {
      const { status, body } = await sendBytes(origin, `GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
      assert.equal(status, 421, host);
      assert.doesNotMatch(body, /USD|payment/i);
    }
  });
}

test('names of this machine are served, as a proxy or a container on it may use them', async () => {
  for (const origin of [provider, wallet])
    for (const host of ['localhost:1', '127.0.0.1', '[::1]:8080', 'app.localhost']) {
      const { status } = await sendBytes(
        origin,
        `GET /${origin === provider ? 'relay' : 'visitor'} HTTP/1.1\r\nhost: ${host}\r\naccept: application/json\r\n\r\n`,
      );
      assert.equal(status, 200, `${origin} as ${host}`);
    }
});
