import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash, generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test } from 'node:test';
import { generateJwk } from '@interledger/http-signature-utils';
import {
  createAuthenticatedClient,
  isFinalizedGrantWithAccessToken,
  isPendingGrant,
} from '@interledger/open-payments';
import { launch } from 'puppeteer-core';
import { CHROMIUM_FLAGS, CHROMIUM_SHELL } from '../chromium.mjs';
import '../support/browsers/poll-wait-for-function.js';
import { waitFor } from '../support/wait-for.js';
import { WM } from '../support/built.js';

const CLIENT_NONCE = 'a-strangers-nonce';

test('the official client and a browser without scripts can pay at wm sandbox', async (t) => {
  const sandbox = await startSandboxProcess();
  t.after(() => sandbox.child.kill('SIGKILL'));
  const clientServer = await startClientServer();
  t.after(() => clientServer.server.close());

  const { privateKey, keyId, walletAddressUrl } = clientServer;
  const client = await createAuthenticatedClient({
    walletAddressUrl,
    privateKey,
    keyId,
    validateResponses: true,
  });
  const payer = await client.walletAddress.get({ url: `${sandbox.origin}/visitor` });
  const payee = await client.walletAddress.get({ url: `${sandbox.origin}/mxn` });

  const incomingGrant = await client.grant.request(
    { url: payee.authServer },
    { access_token: { access: [{ type: 'incoming-payment', actions: ['create', 'read', 'complete'] }] } },
  );
  assert.ok(isFinalizedGrantWithAccessToken(incomingGrant));
  const incomingAccess = { accessToken: incomingGrant.access_token.value };
  const incoming = await client.incomingPayment.create(
    { url: payee.resourceServer, ...incomingAccess },
    { walletAddress: payee.id, metadata: { article: 1 } },
  );

  const pending = await client.grant.request(
    { url: payer.authServer },
    {
      access_token: {
        access: [
          { type: 'quote', actions: ['create', 'read'] },
          {
            type: 'outgoing-payment',
            actions: ['create', 'read', 'list'],
            identifier: payer.id,
            limits: { debitAmount: { value: '500', assetCode: 'USD', assetScale: 2 } },
          },
        ],
      },
      interact: {
        start: ['redirect'],
        finish: { method: 'redirect', uri: `${clientServer.origin}/finish`, nonce: CLIENT_NONCE },
      },
    },
  );
  assert.ok(isPendingGrant(pending));
  const finished = await consentByKeyboard(pending.interact.redirect);
  const interactRef = finished.searchParams.get('interact_ref') ?? '';
  const base = [CLIENT_NONCE, pending.interact.finish, interactRef, payer.authServer].join('\n');
  assert.equal(finished.searchParams.get('hash'), createHash('sha256').update(base).digest('base64'));

  // The wallet requires this wait and rejects an earlier continuation as too fast.
  await advanceClock(sandbox.origin, pending.continue.wait ?? 0);
  const granted = await client.grant.continue(
    { url: pending.continue.uri, accessToken: pending.continue.access_token.value },
    { interact_ref: interactRef },
  );
  assert.ok(isFinalizedGrantWithAccessToken(granted));
  const outgoing = { url: payer.resourceServer, accessToken: granted.access_token.value };
  const quote = await client.quote.create(outgoing, {
    method: 'ilp',
    walletAddress: payer.id,
    receiver: incoming.id,
    debitAmount: { value: '25', assetCode: 'USD', assetScale: 2 },
  });
  assert.deepEqual(quote.receiveAmount, { value: '450', assetCode: 'MXN', assetScale: 2 });
  const payment = await client.outgoingPayment.create(outgoing, {
    walletAddress: payer.id,
    quoteId: quote.id,
  });

  const arrived = await waitForArrival(() =>
    client.incomingPayment.get({ url: incoming.id, ...incomingAccess }),
  );
  assert.equal(arrived.receivedAmount.value, '450');
  const sent = await client.outgoingPayment.get({ url: payment.id, accessToken: outgoing.accessToken });
  assert.deepEqual([sent.failed, sent.sentAmount.value], [false, '25']);
  const { result } = await client.outgoingPayment.list(
    { ...outgoing, walletAddress: payer.id },
    { 'wallet-address': payer.id },
  );
  assert.deepEqual(
    result.map(({ id }) => id),
    [payment.id],
  );
  await client.incomingPayment.complete({ url: incoming.id, ...incomingAccess });
  const rotated = await client.token.rotate({
    url: granted.access_token.manage,
    accessToken: outgoing.accessToken,
  });
  const spent = await client.outgoingPayment.getGrantSpentAmounts({
    url: payer.resourceServer,
    accessToken: rotated.access_token.value,
  });
  assert.equal(spent.spentDebitAmount?.value, '25');
  await client.token.revoke({ url: rotated.access_token.manage, accessToken: rotated.access_token.value });
  await client.grant.cancel({ url: granted.continue.uri, accessToken: granted.continue.access_token.value });
});

/** A visitor without a mouse, whose browser runs no scripts. */
async function consentByKeyboard(redirect: string): Promise<URL> {
  const browser = await launch({
    executablePath: CHROMIUM_SHELL,
    args: CHROMIUM_FLAGS,
  });
  try {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    await page.goto(redirect);
    await page.keyboard.press('Tab');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    return new URL(page.url());
  } finally {
    await browser.close();
  }
}

async function startSandboxProcess() {
  const args = [WM, 'sandbox', '--memory', '--port', String(await freePort())];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = (await once(child.stdout, 'data')) as [Buffer];
  return { child, origin: /http:\/\/localhost:\d+/.exec(line.toString())?.[0] ?? '' };
}

/** A wallet address with a key and a public name, which is all that Open Payments requires of a client. */
async function startClientServer() {
  const { privateKey } = generateKeyPairSync('ed25519');
  const keyId = 'strangers-key';
  const server = createServer((request, response) => {
    const body = request.url?.endsWith('/jwks.json')
      ? { keys: [generateJwk({ privateKey, keyId })] }
      : {
          id: walletAddressUrl,
          publicName: 'Stranger',
          assetCode: 'EUR',
          assetScale: 2,
          authServer: origin,
          resourceServer: origin,
        };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const walletAddressUrl = `${origin}/stranger`;
  return { server, origin, walletAddressUrl, privateKey, keyId };
}

async function waitForArrival<Payment extends { receivedAmount: { value: string } }>(
  read: () => Promise<Payment>,
): Promise<Payment> {
  let payment = await read();
  await waitFor(async () => (payment = await read()).receivedAmount.value !== '0', 'the payment arrives');
  return payment;
}

async function advanceClock(origin: string, seconds: number): Promise<void> {
  const response = await fetch(`${origin}/sandbox/clock`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ advance: `PT${seconds}S` }),
  });
  assert.ok(response.ok, await response.text());
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, 'localhost');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
