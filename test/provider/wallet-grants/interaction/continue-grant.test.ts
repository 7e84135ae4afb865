import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { createSandboxSleep } from '../../../support/sandbox-sleep.js';
import { injectWalletFault, clearWalletFaults } from '../../../support/provider/paying-page.js';
import { openRelayPage } from '../../../support/provider/relay-page.js';
import { openSandbox } from '../../../support/open-sandbox.js';
import { waitFor } from '../../../support/wait-for.js';

/** The wait in seconds that the wallet requires, like live wallets. */
const WAIT_S = 5;
/** Requests to the wallet's authorization server, with their status. */
const continuations: string[] = [];
/** The recorded waits of the provider in milliseconds. */
const waits: number[] = [];
let beforeGrantIsStored: () => Promise<void> = async () => undefined;

const pass = createSandboxSleep(() => sandbox);
const sandbox = await openSandbox({
  interactionWait: WAIT_S,
  prepare({ visitor }) {
    visitor.addHook('onRequest', async ({ url }) => {
      if (url === '/auth') await beforeGrantIsStored();
    });
    visitor.addHook('onResponse', async ({ method, url }, { statusCode }) => {
      if (url.startsWith('/auth/continue')) continuations.push(`${method} ${statusCode}`);
    });
  },
  provider: {
    async sleep(milliseconds) {
      waits.push(milliseconds);
      await pass(milliseconds);
    },
  },
});

beforeEach(async () => {
  await clearWalletFaults(sandbox);
  beforeGrantIsStored = async () => undefined;
  continuations.length = waits.length = 0;
});

async function connect(): Promise<string> {
  const page = await openRelayPage(sandbox.directory.provider);
  return (await page.call('POST', '/relay/connections', {})).body.state as string;
}

test('a grant is continued after the wallet’s wait, counted from its response', async () => {
  beforeGrantIsStored = () => pass(3_000);
  assert.equal(await connect(), 'active');
  assert.deepEqual(continuations, ['POST 200']);
  assert.ok(Number(waits[0]) > (WAIT_S - 1) * 1_000 && Number(waits[0]) <= WAIT_S * 1_000, waits.join());
});

test('a continuation that the wallet rejects as too fast is retried', async () => {
  await injectWalletFault(sandbox, 'too-fast', { times: 3 });
  assert.equal(await connect(), 'active');
  assert.deepEqual(continuations, ['POST 400', 'POST 400', 'POST 400', 'POST 200']);
  assert.ok(
    waits.slice(1).some((wait) => wait > WAIT_S * 1_000),
    'one wait is longer, because a wallet may restart its wait on each try',
  );
});

test('a wallet that always responds too_fast gets its grant revoked', async () => {
  await injectWalletFault(sandbox, 'too-fast', {});
  assert.notEqual(await connect(), 'active');
  const tries = continuations.filter((call) => call === 'POST 400').length;
  const waited = waits.reduce((sum, wait) => sum + wait, 0);
  assert.ok(tries >= 2 && waited < 60_000, `${tries} tries, ${waited} ms`);
  await waitFor(
    () => continuations.includes('DELETE 204'),
    () => continuations.join(),
  );
});
