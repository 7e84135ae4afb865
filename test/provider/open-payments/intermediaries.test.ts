import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { openPayingPage } from '../../support/provider/paying-page.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';
import { readVisitorsPayments } from '../../support/wallets/official-client.js';

interface Page {
  status?: number;
  type?: string;
  /** Default: the first half of the wallet's own body. */
  body?: string;
}

/** Responses of an intermediary that replace the wallet's. The wallet has processed the request. */
const PAGES: Record<string, Page> = {
  'an offline page, 200': { status: 200, type: 'text/html', body: '<h1>Offline</h1>' },
  'a login page, 401': { status: 401, type: 'text/html', body: '<h1>Invalid token. Log in</h1>' },
  'a bot check, 403': { status: 403, type: 'text/html', body: '<h1>Checking your browser</h1>' },
  'a firewall’s line, 403': { status: 403, type: 'text/plain', body: 'unauthorized' },
  'an API gateway’s JSON, 403': { status: 403, type: 'application/json', body: '{"message":"Forbidden"}' },
  'a proxy without a backend, 404': { status: 404, type: 'text/plain', body: '404 page not found' },
  'a proxy’s page, 400': { status: 400, type: 'text/html', body: '<h1>invalid receiver</h1>' },
  'a bad gateway, 502': { status: 502, type: 'text/html', body: '<h1>Bad Gateway</h1>' },
  'an empty body': { type: 'application/json', body: '' },
  'half of the JSON': {},
};

let replacedResponses: { call: RegExp; page: Page } | undefined;
const sandbox = await openSandbox({
  prepare: ({ visitor, receiver }) => [visitor, receiver].forEach(replaceResponses),
});
const { provider, testWalletAddresses } = sandbox.directory;

/** The next response to a matching call is replaced. */
function replace(call: RegExp, page: Page): void {
  replacedResponses = { call, page };
}

const TO_RECEIVERS: Record<string, RegExp> = {
  'the wallet address look-up': /^GET \/ok$/,
  'the authorization server look-up': /^GET \/op\/incoming-payments\?/,
  'the grant request': /^POST \/auth\/?$/,
  'the incoming payment request': /^POST \/op\/incoming-payments$/,
};

for (const [what, call] of Object.entries(TO_RECEIVERS)) {
  test(`an intermediary’s page instead of a receiver’s response to ${what} is temporary: the link is retried, then paid`, async () => {
    const page = await openRelayPage(provider);
    const connection = (await page.call('POST', '/relay/connections', {})).body.id;
    const session = () =>
      page.call('POST', '/relay/sessions', { connection, walletAddress: testWalletAddresses['ok'] });
    for (const [name, answer] of Object.entries(PAGES)) {
      replace(call, answer);
      // The authorization server is cached for an hour.
      await advance('PT61M');
      // After the clock change the nonce is too old.
      await page.call('GET', '/relay');
      const { status, headers, body } = await session();
      assert.equal(replacedResponses, undefined, `${name}: requested`);
      assert.ok(status >= 500 || Number(headers.get('retry-after')) > 0, `${name}: ${JSON.stringify(body)}`);
      assert.equal((await session()).status, 201, name);
    }
  });
}

test('a URL that is not a wallet address gets its own error immediately, and can be retried', async () => {
  const page = await openRelayPage(provider);
  for (const [status, code] of [
    [200, 'wallet-response-invalid'],
    [404, 'wallet-address-not-found'],
  ] as const) {
    replace(/^GET \/ok$/, { status, type: 'text/html', body: '<h1>Hello</h1>' });
    const answer = await page.call('POST', '/relay/wallet-addresses', {
      walletAddress: testWalletAddresses['ok'],
    });
    assert.equal(answer.body.code, code);
    assert.equal(answer.headers.get('retry-after'), '5');
  }
});

for (const [what, call] of Object.entries({
  'the quote request': /^POST \/op\/quotes$/,
  'the payment request': /^POST \/op\/outgoing-payments$/,
})) {
  test(`an intermediary’s page instead of the visitor’s wallet’s response to ${what} loses no payment, duplicates none, and needs no new consent`, async () => {
    const page = await openPayingPage(sandbox);
    const pay = await page.open();
    const before = (await readVisitorsPayments(sandbox)).length;
    let delivered = 0;
    const tick = async () => {
      await advance('PT2S');
      const answer = await pay();
      if (answer.status === 201) delivered += 1;
      return answer;
    };
    for (const [name, answer] of Object.entries(PAGES)) {
      replace(call, answer);
      for (let ticks = 0; replacedResponses && ticks < 10; ticks += 1) {
        const { status, body } = await tick();
        if (replacedResponses) continue;
        assert.equal(status, 502, `${name}: ${JSON.stringify(body)}`);
      }
      assert.equal(replacedResponses, undefined, `${name}: requested`);
      const deliveredBefore = delivered;
      for (let ticks = 0; delivered === deliveredBefore && ticks < 10; ticks += 1) await tick();
      assert.equal(delivered, deliveredBefore + 1, name);
      assert.equal((await page.read()).state, 'active', name);
    }
    assert.equal((await readVisitorsPayments(sandbox)).length - before, delivered);
  });
}

test('an intermediary’s page does not count as a successful revocation', async () => {
  for (const [name, answer] of Object.entries(PAGES)) {
    const page = await openPayingPage(sandbox);
    replace(/^DELETE \//, answer);
    assert.notEqual((await page.revoke()).status, 204, name);
    assert.equal(replacedResponses, undefined, `${name}: requested`);
    // The connection ends immediately; the revocation is retried later.
    assert.equal((await page.read()).state, 'revoked', name);
  }
});

/** Provider and wallets share one clock. */
async function advance(duration: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ advance: duration });
  await fetch(`${sandbox.directory.sandboxes.visitor}/clock`, { method: 'POST', headers, body });
}

function replaceResponses(wallet: FastifyInstance): void {
  wallet.addHook('onSend', async (request, reply, payload) => {
    if (!replacedResponses?.call.test(`${request.method} ${request.url}`)) return payload;
    const { status, type, body = String(payload).slice(0, 20) } = replacedResponses.page;
    replacedResponses = undefined;
    if (status) reply.code(status);
    // A 204 has no body.
    else if (reply.statusCode === 204) reply.code(200);
    reply.removeHeader('www-authenticate');
    if (type) reply.type(type);
    reply.header('content-length', Buffer.byteLength(body));
    return body;
  });
}
