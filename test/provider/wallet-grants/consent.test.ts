import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { scaleAllowance } from '../../../src/provider/wallet-grants/consent-form/scale-allowance.js';
import { acceptInteraction } from '../../../src/sandbox-wallet/accept-interaction.js';
import { createSandboxSleep } from '../../support/sandbox-sleep.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';
import { waitFor } from '../../support/wait-for.js';

/** Requests that the visitor's wallet received, and the URLs of its consent page. */
const walletRequests: string[] = [];
const redirects: string[] = [];
let accepts = true;
let beforeContinueIsAnswered: (() => Promise<unknown>) | undefined;
/** The wallet's response to the last revocation. */
let cancelled = 0;

const sandbox = await openSandbox({
  // Like live wallets, this one requires a wait before the continuation.
  interactionWait: 5,
  prepare: ({ visitor }) => listen(visitor),
  provider: { sandboxVisitor: createBlockingVisitor(), sleep: createSandboxSleep(() => sandbox) },
});
const { provider } = sandbox.directory;

test('two simultaneous connect calls request consent once', async () => {
  const page = await openRelayPage(provider);
  walletRequests.length = 0;
  await Promise.all([
    page.call('POST', '/relay/connections', {}),
    page.call('POST', '/relay/connections', {}),
  ]);
  assert.equal(walletRequests.filter((call) => call === 'POST /auth').length, 1, walletRequests.join());
});

test('deleting a connection revokes its grant at the wallet', async () => {
  const page = await openRelayPage(provider);
  const { id } = (await page.call('POST', '/relay/connections', {})).body;
  walletRequests.length = 0;
  assert.equal((await page.call('DELETE', `/relay/connections/${id}`)).status, 204);
  assert.deepEqual(walletRequests, ['DELETE /auth/continue']);
});

test('a consent after the connection was deleted has no effect', async () => {
  accepts = false;
  const page = await openRelayPage(provider);
  const { id, state } = (await page.call('POST', '/relay/connections', {})).body;
  assert.equal(state, 'new');
  const finish = await acceptInteraction(redirects.at(-1) as string);
  await page.call('DELETE', `/relay/connections/${id}`);
  assert.equal((await fetch(finish)).status, 404);
  assert.equal((await page.call('GET', `/relay/connections/${id}`)).body.state, 'revoked');
  accepts = true;
});

test('only the newest interaction counts; its response is accepted once, with its own hash', async () => {
  accepts = false;
  const page = await openRelayPage(provider);
  const { id } = (await page.call('POST', '/relay/connections', {})).body;
  const older = await acceptInteraction(redirects.at(-1) as string);
  await page.call('POST', '/relay/connections', {});
  const newer = await acceptInteraction(redirects.at(-1) as string);
  assert.equal((await fetch(older)).status, 404);

  walletRequests.length = 0;
  const forged = new URL(newer);
  forged.searchParams.set('interact_ref', 'another');
  const answer = await fetch(forged);
  assert.equal(answer.status, 400);
  assert.match(answer.headers.get('content-type') ?? '', /text\/html/, 'an HTML page');
  assert.equal((await fetch(newer)).status, 404, 'a forged response uses up the interaction');
  await waitForRequest('DELETE /auth/continue', 'the grant is revoked');
  assert.equal((await page.call('GET', `/relay/connections/${id}`)).body.state, 'new');
  accepts = true;
  assert.equal((await page.call('POST', '/relay/connections', {})).body.state, 'active');
});

test('a grant that completes while its connection is being deleted is revoked at the wallet', async () => {
  accepts = false;
  const page = await openRelayPage(provider);
  const { id } = (await page.call('POST', '/relay/connections', {})).body;
  const finish = await acceptInteraction(redirects.at(-1) as string);
  walletRequests.length = 0;
  beforeContinueIsAnswered = () => page.call('DELETE', `/relay/connections/${id}`);
  assert.equal((await fetch(finish)).status, 404);
  await waitForRequest('DELETE /auth/continue');
  assert.equal(cancelled, 204, 'with the newest continuation token');
  accepts = true;
});

test('a grant whose continuation fails is revoked', async () => {
  accepts = false;
  const page = await openRelayPage(provider);
  await page.call('POST', '/relay/connections', {});
  const finish = await acceptInteraction(redirects.at(-1) as string);
  walletRequests.length = 0;
  beforeContinueIsAnswered = async () => Promise.reject(new Error('lost'));
  assert.ok((await fetch(finish)).status >= 500);
  await waitForRequest('DELETE /auth/continue');
  accepts = true;
});

test('an allowance is rounded down to the asset’s scale, to at least one unit, or rejected', () => {
  assert.equal(scaleAllowance('0.60', 2), 60n);
  assert.equal(scaleAllowance('0.60', 9), 600_000_000n);
  assert.equal(scaleAllowance('5.00', 0), 5n);
  assert.equal(scaleAllowance('0.60', 0), 1n);
  assert.throws(() => scaleAllowance('5.00', 19), { code: 'wallet-refused' });
});

function createBlockingVisitor() {
  const walletAddress = () => sandbox.directory.wallets.visitor;
  return {
    get walletAddress() {
      return walletAddress();
    },
    async consent(redirect: string) {
      redirects.push(redirect);
      if (accepts) await fetch(await acceptInteraction(redirect));
    },
  };
}

function listen(wallet: FastifyInstance): void {
  wallet.addHook('onSend', async ({ method, url }) => {
    if (method !== 'POST' || !url.includes('/auth/continue/')) return;
    const act = beforeContinueIsAnswered;
    beforeContinueIsAnswered = undefined;
    await act?.();
  });
  wallet.addHook('onResponse', async ({ method, url }, { statusCode }) => {
    if (method === 'DELETE') cancelled = statusCode;
    walletRequests.push(`${method} ${url.replace(/\/[\w-]{36}.*$/, '').replace(/\/$/, '')}`);
  });
}

async function waitForRequest(call: string, why?: string): Promise<void> {
  await waitFor(
    () => walletRequests.includes(call),
    () => `${why ?? call}: ${walletRequests.join()}`,
  );
}
