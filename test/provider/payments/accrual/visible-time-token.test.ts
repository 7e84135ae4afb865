import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openSandboxWithServices } from '../../../support/provider/provider-services.js';
import { openPayingPage } from '../../../support/provider/paying-page.js';
import { openRelayPage } from '../../../support/provider/relay-page.js';

/** A nonce is reissued at each minute of the clock. */
const NONCE_INTERVAL_S = 60;
const SECONDS = 20;
const { sandbox, advance } = await openSandboxWithServices({ repeat: () => () => undefined });
const { provider, testWalletAddresses } = sandbox.directory;

test('a page whose other calls are answered after its ticks is paid as often as a page without other calls', async () => {
  await advance(NONCE_INTERVAL_S - (Math.floor(Date.now() / 1_000) % NONCE_INTERVAL_S));
  const quiet = await openPayingPage(sandbox);
  const relayPage = await openRelayPage(provider);
  const busy = await openPayingPage(sandbox, provider, relayPage);
  const [tickOfQuiet, tickOfBusy] = [await quiet.open(), await busy.open()];
  const paid = { quiet: 0, busy: 0 };
  let nonce: string | null = null;
  for (let second = 0; second < SECONDS; second += 1) {
    if ((await tickOfQuiet()).status === 201) paid.quiet += 1;
    const { status, headers } = await tickOfBusy();
    if (status === 201) paid.busy += 1;
    // This call was sent before the tick was answered, and is answered after it.
    const proof = { nonce: nonce ?? undefined };
    if (nonce) await relayPage.call('GET', `/relay/connections/${busy.connection}`, undefined, { proof });
    nonce = headers.get('dpop-nonce');
    await advance(1);
  }
  assert.ok(paid.quiet > 2, `${paid.quiet} payments`);
  assert.equal(paid.busy, paid.quiet);
});

test('a call that is refused before its proof is read leaves the page its visible-time token', async () => {
  const page = await openRelayPage(provider);
  const { open } = await openPayingPage(sandbox, provider, page);
  await (
    await open(testWalletAddresses['ok'] as string)
  )();
  const refused = await page.call('GET', '/relay/connections/x', undefined, {
    headers: { origin: 'http://not-allowed.example', dpop: 'x' },
  });
  assert.ok(refused.status >= 400 && refused.headers.get('dpop-nonce') === null, String(refused.status));
});
