import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { scaleAllowance } from '../../src/provider/consent/scale-allowance.js';
import { acceptInteraction } from '../../src/sandbox-wallet/demo-visitor.js';
import { letTimePass } from '../support/let-time-pass.js';
import { openRelayPage } from '../support/relay-page.js';
import { openSandbox } from '../support/sandbox.js';

/** What the visitor's wallet was asked, and where its consent page was. */
const asked: string[] = [];
const redirects: string[] = [];
let accepts = true;
let beforeContinueIsAnswered: (() => Promise<unknown>) | undefined;
/** What the wallet has answered to the last cancellation. */
let cancelled = 0;

const sandbox = await openSandbox({
  // As live wallets: whoever continues a grant has to wait.
  interactionWait: 5,
  prepare: ({ visitor }) => listen(visitor),
  provider: { sandboxVisitor: visitorWhoWaits(), sleep: letTimePass(() => sandbox) },
});
const { provider } = sandbox.directory;

test('two tabs that ask at once ask the visitor once', async () => {
  const page = await openRelayPage(provider);
  asked.length = 0;
  await Promise.all([
    page.call('POST', '/relay/connections', {}),
    page.call('POST', '/relay/connections', {}),
  ]);
  assert.equal(asked.filter((call) => call === 'POST /auth').length, 1, asked.join());
});

test('a deleted connection’s grant is cancelled at the wallet', async () => {
  const page = await openRelayPage(provider);
  const { id } = (await page.call('POST', '/relay/connections', {})).body;
  asked.length = 0;
  assert.equal((await page.call('DELETE', `/relay/connections/${id}`)).status, 204);
  assert.deepEqual(asked, ['DELETE /auth/continue']);
});

test('consent that comes after the connection was deleted revives nothing', async () => {
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

test('of two questions the newer counts; its answer is taken once, and only with its own hash', async () => {
  accepts = false;
  const page = await openRelayPage(provider);
  const { id } = (await page.call('POST', '/relay/connections', {})).body;
  const older = await acceptInteraction(redirects.at(-1) as string);
  await page.call('POST', '/relay/connections', {});
  const newer = await acceptInteraction(redirects.at(-1) as string);
  assert.equal((await fetch(older)).status, 404);

  asked.length = 0;
  const forged = new URL(newer);
  forged.searchParams.set('interact_ref', 'another');
  const answer = await fetch(forged);
  assert.equal(answer.status, 400);
  assert.match(answer.headers.get('content-type') ?? '', /text\/html/, 'a person reads this');
  assert.equal((await fetch(newer)).status, 404, 'a forged answer uses the question up');
  await untilAsked('DELETE /auth/continue', 'and the wallet is told that it came to nothing');
  assert.equal((await page.call('GET', `/relay/connections/${id}`)).body.state, 'new');
  accepts = true;
  assert.equal((await page.call('POST', '/relay/connections', {})).body.state, 'active');
});

test('a connection that is deleted while the wallet gives its grant leaves none behind at the wallet', async () => {
  accepts = false;
  const page = await openRelayPage(provider);
  const { id } = (await page.call('POST', '/relay/connections', {})).body;
  const finish = await acceptInteraction(redirects.at(-1) as string);
  asked.length = 0;
  beforeContinueIsAnswered = () => page.call('DELETE', `/relay/connections/${id}`);
  assert.equal((await fetch(finish)).status, 404);
  await untilAsked('DELETE /auth/continue');
  assert.equal(cancelled, 204, 'by the token that the wallet gave last');
  accepts = true;
});

test('a grant whose continuation fails is cancelled', async () => {
  accepts = false;
  const page = await openRelayPage(provider);
  await page.call('POST', '/relay/connections', {});
  const finish = await acceptInteraction(redirects.at(-1) as string);
  asked.length = 0;
  beforeContinueIsAnswered = async () => Promise.reject(new Error('lost'));
  assert.ok((await fetch(finish)).status >= 500);
  await untilAsked('DELETE /auth/continue');
  accepts = true;
});

test('an allowance fits every asset: cut to its scale, at least one unit, or refused', () => {
  assert.equal(scaleAllowance('0.60', 2), 60n);
  assert.equal(scaleAllowance('0.60', 9), 600_000_000n);
  assert.equal(scaleAllowance('5.00', 0), 5n);
  assert.equal(scaleAllowance('0.60', 0), 1n);
  assert.throws(() => scaleAllowance('5.00', 19), { code: 'wallet-refused' });
});

function visitorWhoWaits() {
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
    asked.push(`${method} ${url.replace(/\/[\w-]{36}.*$/, '').replace(/\/$/, '')}`);
  });
}

async function untilAsked(call: string, why?: string): Promise<void> {
  for (let tries = 0; !asked.includes(call); tries += 1) {
    assert.ok(tries < 250, `${why ?? call}: ${asked.join()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
