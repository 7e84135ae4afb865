import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { openPayingPage } from '../../support/paying-page.js';
import { openRelayPage } from '../../support/relay-page.js';
import { openSandbox } from '../../support/sandbox.js';
import { readVisitorsPayments } from '../../support/wallet-reader.js';

interface Page {
  status?: number;
  type?: string;
  /** Absent: half of the wallet's own. */
  body?: string;
}

/** What somebody between provider and wallet answers in the wallet's place. The wallet has done what it was asked. */
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

let intruded: { call: RegExp; page: Page } | undefined;
const sandbox = await openSandbox({
  prepare: ({ visitor, receiver }) => [visitor, receiver].forEach(intrude),
});
const { provider, testWalletAddresses } = sandbox.directory;

/** The next answer to this call is somebody else's. */
function replace(call: RegExp, page: Page): void {
  intruded = { call, page };
}

const TO_RECEIVERS: Record<string, RegExp> = {
  'the look-up of the wallet address': /^GET \/ok$/,
  'the question for the authorization server': /^GET \/op\/incoming-payments\?/,
  'the grant': /^POST \/auth\/?$/,
  'the incoming payment': /^POST \/op\/incoming-payments$/,
};

for (const [what, call] of Object.entries(TO_RECEIVERS)) {
  test(`in the place of a receiver’s answer to ${what}, a page passes: the link is to be tried again, and then is paid`, async () => {
    const page = await openRelayPage(provider);
    const connection = (await page.call('POST', '/relay/connections', {})).body.id;
    const session = () =>
      page.call('POST', '/relay/sessions', { connection, walletAddress: testWalletAddresses['ok'] });
    for (const [name, answer] of Object.entries(PAGES)) {
      replace(call, answer);
      // The authorization server is remembered for an hour.
      await advance('PT61M');
      // The clock has aged the nonce.
      await page.call('GET', '/relay');
      const { status, headers, body } = await session();
      assert.equal(intruded, undefined, `${name}: asked`);
      assert.ok(status >= 500 || Number(headers.get('retry-after')) > 0, `${name}: ${JSON.stringify(body)}`);
      assert.equal((await session()).status, 201, name);
    }
  });
}

test('a wallet address that is a web site’s page, or none, is called that at once, and is asked again all the same', async () => {
  const page = await openRelayPage(provider);
  for (const [status, code] of [
    [200, 'wallet-answer-invalid'],
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
  'the quote': /^POST \/op\/quotes$/,
  'the payment': /^POST \/op\/outgoing-payments$/,
})) {
  test(`in the place of the visitor’s wallet’s answer to ${what}, a page passes: no payment is lost, none is made twice, and nothing has to be connected anew`, async () => {
    const page = await openPayingPage(sandbox);
    const pay = await page.open();
    const before = (await readVisitorsPayments(sandbox)).length;
    let told = 0;
    const tick = async () => {
      await advance('PT2S');
      const answer = await pay();
      if (answer.status === 201) told += 1;
      return answer;
    };
    for (const [name, answer] of Object.entries(PAGES)) {
      replace(call, answer);
      for (let ticks = 0; intruded && ticks < 10; ticks += 1) {
        const { status, body } = await tick();
        if (intruded) continue;
        assert.equal(status, 502, `${name}: ${JSON.stringify(body)}`);
      }
      assert.equal(intruded, undefined, `${name}: asked`);
      const toldBefore = told;
      for (let ticks = 0; told === toldBefore && ticks < 10; ticks += 1) await tick();
      assert.equal(told, toldBefore + 1, name);
      assert.equal((await page.read()).state, 'active', name);
    }
    assert.equal((await readVisitorsPayments(sandbox)).length - before, told);
  });
}

test('a page in the place of an answer does not make believe that the wallet has heard of the end of a consent', async () => {
  for (const [name, answer] of Object.entries(PAGES)) {
    const page = await openPayingPage(sandbox);
    replace(/^DELETE \//, answer);
    assert.notEqual((await page.revoke()).status, 204, name);
    assert.equal(intruded, undefined, `${name}: asked`);
    // Here it is over at once; the wallet is told again later.
    assert.equal((await page.read()).state, 'revoked', name);
  }
});

/** Provider and wallets have one clock. */
async function advance(duration: string): Promise<void> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ advance: duration });
  await fetch(`${sandbox.directory.sandboxes.visitor}/clock`, { method: 'POST', headers, body });
}

function intrude(wallet: FastifyInstance): void {
  wallet.addHook('onSend', async (request, reply, payload) => {
    if (!intruded?.call.test(`${request.method} ${request.url}`)) return payload;
    const { status, type, body = String(payload).slice(0, 20) } = intruded.page;
    intruded = undefined;
    if (status) reply.code(status);
    // Nothing comes with a 204.
    else if (reply.statusCode === 204) reply.code(200);
    reply.removeHeader('www-authenticate');
    if (type) reply.type(type);
    reply.header('content-length', Buffer.byteLength(body));
    return body;
  });
}
