import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createSandboxWallet, openSandboxDatabase } from '../../src/sandbox-wallet/sandbox-wallet.js';
import { jwkOf, send, signRequest } from '../support/wallet-client.js';
import {
  createIncomingPayment,
  pay,
  requestOutgoingGrant,
  requestToken,
  startWalletPair,
  usd,
  type WalletPair,
} from '../support/wallet-pair.js';

let pair: WalletPair;
before(async () => {
  pair = await startWalletPair();
});
after(() => pair.close());

test('a month passes: the token expires, the interval begins anew, an empty incoming payment is gone, signatures stay fresh', async () => {
  const interval = `R/${new Date(Date.now() - 1_000).toISOString()}/P1M`;
  const grant = await requestOutgoingGrant(pair, { debitAmount: usd(5), interval });
  const incoming = await createIncomingPayment(pair);
  assert.equal((await pay(pair, grant.token, incoming, 5)).status, 201);
  assert.equal((await pay(pair, grant.token, incoming, 1)).status, 403);
  const empty = await createIncomingPayment(pair);

  const before = Date.parse((await control('GET', '/clock')).body['now'] as string);
  const { status, body } = await control('POST', '/clock', { advance: 'P31D' });
  assert.equal(status, 200);
  assert.equal(body['aheadSeconds'], 31 * 86_400);
  assert.ok(Date.parse(body['now'] as string) - before >= 31 * 86_400_000);

  const late = await pay(pair, grant.token, incoming, 1);
  assert.deepEqual([late.status, late.body.error?.description], [403, 'Inactive Token']);
  assert.equal((await fetch(empty)).status, 401, 'as if deleted');
  const rotated = await send(
    signRequest(pair.client, { url: grant.manage, method: 'POST', token: grant.token }),
  );
  const { value } = rotated.body['access_token'] as { value: string };
  const open = await createIncomingPayment(pair);
  assert.equal((await pay(pair, value, open, 5)).status, 201, 'a new interval');
  assert.equal((await pay(pair, value, open, 1)).status, 403);
});

test('both wallets of a sandbox have one clock, and a restart does not turn it back', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'wm-clock-'));
  const file = join(folder, 'wallets.db');
  const clockOf = async (advance?: string) => {
    const database = await openSandboxDatabase(file);
    const wallets = [1, 2].map((port) =>
      createSandboxWallet({ origin: `http://localhost:${port}`, database }),
    );
    const [one, two] = await Promise.all(wallets);
    if (advance) await one?.inject({ method: 'POST', url: '/sandbox/clock', payload: { advance } });
    const { aheadSeconds } = (await two?.inject('/sandbox/clock'))?.json() as { aheadSeconds: number };
    await database.close();
    return aheadSeconds;
  };
  assert.equal(await clockOf('PT1H'), 3_600);
  assert.equal(await clockOf(), 3_600);
  rmSync(folder, { recursive: true });
});

for (const advance of ['31 days', '', 'P', 'PT', 'P99999Y', '-P1D', 'P1D/P1D', 7, null, {}]) {
  test(`the clock does not advance by ${JSON.stringify(advance)}`, async () => {
    const { status, body } = await control('POST', '/clock', { advance });
    assert.deepEqual([status, body.error?.code], [400, 'duration-invalid']);
  });
}

test('a developer registers a key and signs as a wallet address of the sandbox, without a server of its own', async () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const walletAddress = `${pair.visitor}/visitor`;
  const jwk = jwkOf(publicKey, 'mine');
  assert.equal((await control('POST', '/keys', { walletAddress, jwk })).status, 201);
  const { keys } = (await (await fetch(`${walletAddress}/jwks.json`)).json()) as { keys: { kid: string }[] };
  assert.deepEqual(
    keys.map(({ kid }) => kid),
    ['mine'],
  );
  const developer = { ...pair, client: { ...pair.client, walletAddress, privateKey, keyId: 'mine' } };
  assert.ok(await requestToken(developer, pair.visitor, { type: 'quote', actions: ['create'] }));
  assert.ok(await requestOutgoingGrant(developer, undefined));
});

const REFUSED: [method: string, path: string, body: unknown, status: number, code: string][] = [
  ['PUT', '/doubles/nothing', undefined, 404, 'double-unknown'],
  ['PUT', '/doubles/constructor', undefined, 404, 'double-unknown'],
  ['PUT', '/doubles/429', { times: 0 }, 400, 'times-invalid'],
  ['PUT', '/doubles/429', { times: '1' }, 400, 'times-invalid'],
  ['PUT', '/doubles/lost-201', { operation: 'POST /quotes' }, 400, 'operation-invalid'],
  ['POST', '/keys', { walletAddress: 'http://localhost:1/a', jwk: {} }, 400, 'key-invalid'],
  ['POST', '/keys', '"text"', 400, 'key-invalid'],
  ['GET', '/nothing', undefined, 404, 'not-found'],
  ['POST', '/clock', '[', 400, 'request-invalid'],
];
for (const [method, path, body, status, code] of REFUSED) {
  test(`${method} /sandbox${path} ${JSON.stringify(body) ?? ''} is ${status} ${code}`, async () => {
    const answer = await control(method, path, body);
    assert.deepEqual([answer.status, answer.body.error?.code], [status, code]);
  });
}

test('it is for this machine only: no other Host, no web page elsewhere, no other address', async () => {
  const url = `${pair.visitor}/sandbox/doubles/429`;
  assert.equal(await statusOf('PUT', url, { host: 'evil.example' }), 421);
  const foreign: Record<string, string>[] = [{ origin: 'https://evil.example' }, { origin: 'null' }];
  for (const headers of foreign) {
    assert.equal(await statusOf('PUT', url, headers), 403, JSON.stringify(headers));
  }
  const inject = { method: 'PUT', url: '/sandbox/doubles/429', remoteAddress: '192.0.2.1' } as const;
  assert.equal(
    (await pair.servers[0]?.inject({ ...inject, headers: { host: 'localhost' } }))?.statusCode,
    403,
  );
  assert.equal((await fetch(`${pair.visitor}/visitor`)).status, 200, 'nothing was switched on');
  const text = await fetch(`${pair.visitor}/sandbox/clock`, { method: 'POST', body: '{"advance":"P1D"}' });
  assert.equal(text.status, 400, 'what a form could send does nothing');
});

async function control(method: string, path: string, body?: unknown) {
  const response = await fetch(`${pair.visitor}/sandbox${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    }),
  });
  const answer = (await response.json()) as Record<string, unknown> & { error?: { code: string } };
  return { status: response.status, body: answer };
}

/** `fetch` does not let a program choose these headers. */
function statusOf(method: string, url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode)))
      .on('error', reject)
      .end();
  });
}
