import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createSandboxWallet, openSandboxDatabase } from '../../../src/sandbox-wallet/sandbox-wallet.js';
import { jwkOf, sendSigned, signRequest } from '../../support/wallets/wallet-client.js';
import {
  createTestIncomingPayment,
  postOutgoingPayment,
  requestOutgoingGrant,
  requestToken,
  startWalletPair,
  usd,
  type WalletPair,
} from '../../support/wallets/wallet-pair.js';

let pair: WalletPair;
before(async () => {
  pair = await startWalletPair();
});
after(() => pair.close());

test('after a month tokens expire, intervals renew, unused incoming payments are gone, and new signatures are valid', async () => {
  const interval = `R/${new Date(Date.now() - 1_000).toISOString()}/P1M`;
  const grant = await requestOutgoingGrant(pair, { debitAmount: usd(5), interval });
  const incoming = await createTestIncomingPayment(pair);
  assert.equal((await postOutgoingPayment(pair, grant.token, incoming, 5)).status, 201);
  assert.equal((await postOutgoingPayment(pair, grant.token, incoming, 1)).status, 403);
  const empty = await createTestIncomingPayment(pair);

  const before = Date.parse((await control('GET', '/clock')).body['now'] as string);
  const { status, body } = await control('POST', '/clock', { advance: 'P31D' });
  assert.equal(status, 200);
  assert.equal(body['aheadSeconds'], 31 * 86_400);
  assert.ok(Date.parse(body['now'] as string) - before >= 31 * 86_400_000);

  const late = await postOutgoingPayment(pair, grant.token, incoming, 1);
  assert.deepEqual([late.status, late.body.error?.description], [403, 'Inactive Token']);
  assert.equal((await fetch(empty)).status, 401, 'like a deleted one');
  const rotated = await sendSigned(
    signRequest(pair.client, { url: grant.manage, method: 'POST', token: grant.token }),
  );
  const { value } = rotated.body['access_token'] as { value: string };
  const open = await createTestIncomingPayment(pair);
  assert.equal((await postOutgoingPayment(pair, value, open, 5)).status, 201, 'a new interval');
  assert.equal((await postOutgoingPayment(pair, value, open, 1)).status, 403);
});

test('both wallets of a sandbox share one clock, and a restart keeps it', async () => {
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

test('a developer can register a key and sign as a wallet address of the sandbox, without a server', async () => {
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
  ['PUT', '/faults/nothing', undefined, 404, 'fault-unknown'],
  ['PUT', '/faults/constructor', undefined, 404, 'fault-unknown'],
  ['PUT', '/faults/429', { times: 0 }, 400, 'times-invalid'],
  ['PUT', '/faults/429', { times: '1' }, 400, 'times-invalid'],
  ['PUT', '/faults/drop-after-create', { operation: 'POST /quotes' }, 400, 'operation-invalid'],
  ['POST', '/keys', { walletAddress: 'http://localhost:1/a', jwk: {} }, 400, 'key-invalid'],
  ['POST', '/keys', '"text"', 400, 'key-invalid'],
  ['GET', '/nothing', undefined, 404, 'not-found'],
  ['POST', '/clock', '[', 400, 'request-invalid'],
];
for (const [method, path, body, status, code] of REFUSED) {
  test(`${method} /sandbox${path} ${JSON.stringify(body) ?? ''} gets ${status} ${code}`, async () => {
    const answer = await control(method, path, body);
    assert.deepEqual([answer.status, answer.body.error?.code], [status, code]);
  });
}

test('the control API rejects other hosts, web pages and other addresses', async () => {
  const url = `${pair.visitor}/sandbox/faults/429`;
  assert.equal(await statusOf('PUT', url, { host: 'evil.example' }), 421);
  const foreign: Record<string, string>[] = [{ origin: 'https://evil.example' }, { origin: 'null' }];
  for (const headers of foreign) {
    assert.equal(await statusOf('PUT', url, headers), 403, JSON.stringify(headers));
  }
  const inject = { method: 'PUT', url: '/sandbox/faults/429', remoteAddress: '192.0.2.1' } as const;
  assert.equal(
    (await pair.servers[0]?.inject({ ...inject, headers: { host: 'localhost' } }))?.statusCode,
    403,
  );
  assert.equal((await fetch(`${pair.visitor}/visitor`)).status, 200, 'no fault was injected');
  const text = await fetch(`${pair.visitor}/sandbox/clock`, { method: 'POST', body: '{"advance":"P1D"}' });
  assert.equal(text.status, 400, 'a form’s content type is rejected');
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

/** `fetch` does not let a program set these headers. */
function statusOf(method: string, url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (answer) => answer.resume().on('end', () => resolve(answer.statusCode)))
      .on('error', reject)
      .end();
  });
}
