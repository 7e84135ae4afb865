import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSandbox } from '../../support/open-sandbox.js';
import { sendRawRequest } from '../../support/send-raw-request.js';

/** A page at this host name, which resolves to this machine, could read the responses of local servers. */
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
  test(`${role}: ${path} is not served for a host name that is not local`, async () => {
    for (const host of [
      REBOUND,
      `${REBOUND}:${new URL(origin).port}`,
      'localhost.evil.example',
      '127.0.0.1.evil.example',
    ]) {
      const { status, body } = await sendRawRequest(origin, `GET ${path} HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
      assert.equal(status, 421, host);
      assert.doesNotMatch(body, /USD|payment/i);
    }
  });
}

test('local host names are served, including those of proxies and containers', async () => {
  for (const origin of [provider, wallet])
    for (const host of ['localhost:1', '127.0.0.1', '[::1]:8080', 'app.localhost']) {
      const { status } = await sendRawRequest(
        origin,
        `GET /${origin === provider ? 'relay' : 'visitor'} HTTP/1.1\r\nhost: ${host}\r\naccept: application/json\r\n\r\n`,
      );
      assert.equal(status, 200, `${origin} as ${host}`);
    }
});
