import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isSitePattern } from '../../../src/provider/authentication/check-site.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';

const sites = ['https://news.example', 'https://*.blog.example'];
const sandbox = await openSandbox({ provider: { sites } });
const { provider } = sandbox.directory;

for (const origin of ['https://news.example', 'https://anna.blog.example', 'https://a.b.blog.example']) {
  test(`a page of ${origin}, which the operator allows, is served`, async () => {
    const page = await openRelayPage(provider, origin);
    assert.equal((await page.call('POST', '/relay/connections', {})).status, 201);
  });
}

for (const origin of [
  'https://other.example',
  'https://news.example:8443',
  'https://sub.news.example',
  'https://blog.example',
  'https://evilblog.example',
  'https://x.blog.example.evil.test',
]) {
  test(`a page of ${origin} gets a readable error, because this provider does not serve it`, async () => {
    const page = await openRelayPage(provider, origin);
    const { status, body, headers } = await page.call('POST', '/relay/connections', {});
    assert.deepEqual([status, body.code], [403, 'site-not-allowed']);
    assert.equal(headers.get('access-control-allow-origin'), origin);
    assert.match(body.detail, new RegExp(origin));
  });
}

test('programs without an Origin header can read the provider’s description', async () => {
  assert.equal((await fetch(`${provider}/relay`)).status, 200);
});

test('a list entry is a serialized origin, or a wildcard for all hosts below a domain', () => {
  const good = ['https://a.example', 'http://localhost:3000', 'https://*.a.example'];
  const bad = [
    'a.example',
    'https://a.example/',
    'https://A.example',
    'https://*',
    'https://a.*.example',
    '',
  ];
  for (const entry of good) assert.ok(isSitePattern(entry), entry);
  for (const entry of bad) assert.ok(!isSitePattern(entry), entry);
});
