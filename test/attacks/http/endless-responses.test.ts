import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { openSandbox } from '../../support/open-sandbox.js';
import { signRequest } from '../../support/wallets/wallet-client.js';

const MIB = 1024 * 1024;
const sandbox = await openSandbox();
const { wallets } = sandbox.directory;

/** Serves 250 MB at any path, and counts the bytes that were read. */
let sent = 0;
const host = createServer((_request, response) => void sendEndlessBody(response)).listen(0, '127.0.0.1');
await once(host, 'listening');
after(() => host.close());
const client = `http://127.0.0.1:${(host.address() as AddressInfo).port}/any/path`;

async function sendEndlessBody(response: ServerResponse): Promise<void> {
  response.setHeader('content-type', 'application/json');
  for (let count = 0; count < 250 && !response.destroyed; count += 1) {
    sent += MIB;
    if (!response.write(Buffer.alloc(MIB, ' ')))
      await Promise.race([once(response, 'drain'), once(response, 'close')]);
  }
  response.end();
}

test('a wallet aborts the download of endless client keys', async () => {
  const { privateKey } = generateKeyPairSync('ed25519');
  const { url, ...signed } = signRequest(
    { privateKey, keyId: 'k' },
    {
      url: `${new URL(wallets.visitor).origin}/auth/`,
      method: 'POST',
      body: { access_token: { access: [{ type: 'incoming-payment', actions: ['create'] }] }, client },
    },
  );
  const answer = await fetch(url, signed as RequestInit);
  assert.equal(answer.status, 400);
  assert.equal(((await answer.json()) as { error: { code: string } }).error.code, 'invalid_client');
  assert.ok(sent > 0, 'the wallet requested the keys');
  // The socket buffers of both sides fill before the wallet closes the connection.
  assert.ok(sent < 32 * MIB, `${sent / MIB} MiB were read`);
});
