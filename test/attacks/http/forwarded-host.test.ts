import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openProvider } from '../../support/provider/open-provider.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { sendRawRequest } from '../../support/send-raw-request.js';

/** The addresses of the trusted proxies: this machine and a private network. */
const TRUST = '127.0.0.1, ::1, 10.0.0.0/8';
/** The client address that the proxy appends to the header. */
const CLIENT = '198.51.100.7';

const ELSEWHERE = [
  'x-forwarded-host: evil.example',
  'x-forwarded-proto: http',
  'x-forwarded-port: 81',
  'x-forwarded-prefix: /evil',
  'x-original-url: /evil',
  'x-rewrite-url: /evil',
  'forwarded: for=127.0.0.1;host=evil.example;proto=http',
].join('\r\n');

test('no header changes the provider’s origin in links, cookies or its client', async () => {
  for (const trustProxy of [undefined, TRUST]) {
    const { origin } = await openProvider(trustProxy ? { trustProxy } : {});
    for (const path of ['/relay', '/client', '/openapi.json', '/account', '/connect', '/not-there']) {
      const { head, body } = await sendRawRequest(
        origin,
        `GET ${path} HTTP/1.1\r\nhost: evil.example\r\n${ELSEWHERE}\r\nconnection: close\r\n\r\n`,
      );
      assert.doesNotMatch(head + body, /evil/, path);
    }
  }
});

test('a sandbox behind a trusted proxy checks Host, and only local programs control it', async () => {
  const { origin } = await openProvider({ sandbox: true, trustProxy: TRUST });
  const get = (path: string, headers: string) =>
    sendRawRequest(origin, `GET ${path} HTTP/1.1\r\n${headers}\r\nconnection: close\r\n\r\n`);
  const { host } = new URL(origin);
  const rebound = await get('/relay', `host: evil.example\r\nx-forwarded-host: ${host}`);
  assert.equal(rebound.status, 421);
  assert.equal((await get('/relay', `host: ${host}\r\nx-forwarded-host: evil.example`)).status, 200);
  const control = (client: string) => get('/sandbox/events', `host: ${host}\r\nx-forwarded-for: ${client}`);
  assert.equal(
    (await control('127.0.0.1')).status,
    400,
    'a local program passes the check; its query is incomplete',
  );
  for (const client of [CLIENT, `127.0.0.1, ${CLIENT}`, `${CLIENT}, 10.0.0.1`, 'localhost', 'unknown'])
    assert.equal((await control(client)).status, 404, client);
});

test('a provider on https sets a Secure cookie and accepts its https origin, whatever a proxy forwards', async () => {
  const own = 'https://provider.example';
  const { origin } = await openProvider({ origin: own, trustProxy: TRUST });
  const page = await openRelayPage(origin, 'https://site.example');
  const proof = { url: `${own}/relay/connections` };
  const { id } = (await page.call('POST', '/relay/connections', {}, { proof })).body;
  const open = (sender: string) =>
    fetch(`${origin}/connect/${id}/challenges`, {
      method: 'POST',
      headers: { origin: sender, 'sec-fetch-site': 'same-origin', 'x-forwarded-proto': 'http' },
    });
  const opened = await open(own);
  assert.equal(opened.status, 200);
  assert.match(opened.headers.get('set-cookie') ?? '', /^__Host-wm=.*; Secure;/);
  assert.equal((await open('http://provider.example')).status, 403);
});
