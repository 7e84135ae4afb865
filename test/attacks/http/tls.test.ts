import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer, request, type RequestOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { after, test } from 'node:test';
import { connect } from 'node:tls';
import { callSandbox } from '../../../src/tools/start/call-sandbox.js';
import { startWallet } from '../../../src/tools/start/start-wallet.js';
import { freePort } from '../../support/free-ports.js';
import { sendRawRequest } from '../../support/send-raw-request.js';
import { openTestAuthority } from '../../support/test-authority.js';
import { signRequest, startWalletClient } from '../../support/wallets/wallet-client.js';
import type { PendingGrant } from '../../support/wallets/wallet-pair.js';

const folder = mkdtempSync(join(tmpdir(), 'wm-tls-'));
const port = await freePort();
const wallet = await startWallet({ port, tls: true, dataDirectory: folder, memory: true });
const authority = await openTestAuthority();
after(async () => {
  await wallet.close();
  rmSync(folder, { recursive: true });
});
const file = wallet.certificate ?? '';
const own = { cert: readFileSync(file, 'utf8'), key: readFileSync(keyFile(), 'utf8') };

function keyFile(): string {
  return file.replace('.crt', '.key');
}

test('the private key is readable by its owner only, and the wallet does not serve it', async () => {
  assert.equal(statSync(keyFile()).mode & 0o077, 0);
  assert.equal(statSync(join(folder, 'tls')).mode & 0o077, 0);
  for (const path of [
    '/tls/localhost.key',
    '/localhost.key',
    '/.wm/tls/localhost.key',
    '/sandbox/tls',
    '/',
  ]) {
    assert.doesNotMatch((await sendRequest(path)).body, /PRIVATE KEY/, path);
  }
});

test('the wallet’s certificate is valid for localhost only, and cannot issue other certificates', async () => {
  assert.equal((await sendRequest('/visitor')).status, 200);
  await assert.rejects(sendRequest('/visitor', { servername: 'wallet.example' }), {
    code: 'ERR_TLS_CERT_ALTNAME_INVALID',
  });
  const forged = await authority.issue('localhost', { by: own });
  const forger = createServer(
    { key: forged.key, cert: `${forged.cert}\n${own.cert}` },
    (_request, response) => response.end('forged'),
  );
  await once(forger.listen(0, '127.0.0.1'), 'listening');
  after(() => forger.close());
  await assert.rejects(sendRequest('/visitor', { port: (forger.address() as AddressInfo).port }), {
    code: /CERT|ISSUER|INVALID|UNSPECIFIED/,
  });
});

test('old TLS versions and requests without TLS are rejected', async () => {
  for (const version of ['TLSv1', 'TLSv1.1'] as const) {
    const socket = connect({
      port,
      host: 'localhost',
      ca: own.cert,
      minVersion: version,
      maxVersion: version,
    });
    await assert.rejects(once(socket, 'secureConnect'), version);
  }
  await assert.rejects(
    sendRawRequest(`http://localhost:${port}`, 'GET /visitor HTTP/1.1\r\nhost: localhost\r\n\r\n'),
  );
});

test('DNS rebinding and remote control fail over TLS as well', async () => {
  for (const path of ['/account/visitor', '/visitor', '/sandbox/ledger']) {
    const { status } = await sendRequest(path, { headers: { host: `x.evil.example:${port}` } });
    assert.equal(status, 421, path);
  }
  const page = await sendRequest('/sandbox/ledger', { headers: { origin: 'https://evil.example' } });
  assert.equal(page.status, 403);
  const plain = await sendRequest('/sandbox/ledger', { headers: { origin: `http://localhost:${port}` } });
  assert.equal(plain.status, 403, 'the same name without TLS is another origin');
});

test('cookies of the wallet’s consent page are sent over TLS only', async () => {
  const client = await startWalletClient();
  after(() => client.close());
  const identifier = `${wallet.origin}/visitor`;
  const { method, headers, body } = signRequest(client, {
    url: `${wallet.origin}/auth`,
    method: 'POST',
    body: {
      client: client.walletAddress,
      access_token: { access: [{ type: 'outgoing-payment', actions: ['create'], identifier }] },
      interact: { start: ['redirect'] },
    },
  });
  const pending = JSON.parse((await sendRequest('/auth', { method, headers }, body)).body) as PendingGrant;
  const { pathname, protocol } = new URL(pending.interact.redirect);
  assert.equal(protocol, 'https:');
  const { status, head } = await sendRequest(pathname);
  assert.equal(status, 200);
  assert.match(head['set-cookie']?.join() ?? '', /; HttpOnly; Secure; SameSite=Lax$/);
});

test('wm sandbox --tls uses the wallet of its folder and rejects an impostor', async () => {
  const target = { port, tls: true, dataDirectory: folder };
  assert.match(await callSandbox(target, 'GET', '/sandbox/ledger'), /"balanced": true/);
  let impostorRequests = 0;
  const impostor = createServer(await authority.issue('localhost', { by: null }), (_request, response) => {
    impostorRequests += 1;
    response.end('{}');
  });
  await once(impostor.listen(0, 'localhost'), 'listening');
  after(() => impostor.close());
  const there = { ...target, port: (impostor.address() as AddressInfo).port };
  for (const dataDirectory of [folder, join(folder, 'none')]) {
    assert.equal(existsSync(join(dataDirectory, 'tls')), dataDirectory === folder);
    await assert.rejects(
      callSandbox({ ...there, dataDirectory }, 'POST', '/sandbox/clock', { advance: 'P1D' }),
    );
  }
  assert.equal(impostorRequests, 0);
});

/** A client that trusts only the wallet's certificate. */
async function sendRequest(path: string, options: RequestOptions = {}, sent?: string) {
  const target = { host: 'localhost', servername: 'localhost', port, path, ca: own.cert };
  const asking = request({ ...target, ...options }).end(sent);
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  return { status: response.statusCode ?? 0, head: response.headers, body: await text(response) };
}
