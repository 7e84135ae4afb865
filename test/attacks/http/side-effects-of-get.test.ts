import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSandbox } from '../../support/open-sandbox.js';

const sandbox = await openSandbox();
const { provider } = sandbox.directory;

/** The headers of a cross-site image request. */
const AS_IMAGE = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

test('a GET of /account/sandbox has no side effects', async () => {
  const answer = await fetch(`${provider}/account/sandbox`, { headers: AS_IMAGE, redirect: 'manual' });
  assert.equal(answer.headers.get('set-cookie'), null);
  assert.equal(answer.status, 200);
  assert.match(await answer.text(), /<form method="post" action="\/account\/sandbox">/);
});

test('only the provider’s own page moves the demo visitor’s connections', async () => {
  const post = (origin: string | null, site: string) =>
    fetch(`${provider}/account/sandbox`, {
      method: 'POST',
      redirect: 'manual',
      headers: { ...FORM, ...(origin !== null && { origin }), 'sec-fetch-site': site },
      body: '',
    });
  for (const [origin, site] of [
    ['https://evil.example', 'cross-site'],
    ['null', 'cross-site'],
    [null, 'cross-site'],
    [provider, 'same-site'],
  ] as const) {
    const refused = await post(origin, site);
    assert.equal(refused.status, 403, `${origin} ${site}`);
    assert.equal(refused.headers.get('set-cookie'), null);
  }
  const moved = await post(provider, 'same-origin');
  assert.equal(moved.status, 303);
  assert.equal(moved.headers.get('location'), `${provider}/account`);
});
