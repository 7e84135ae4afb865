import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recoverUnclaimedIntents } from '../../../src/provider/payments/recover-unclaimed-intents.js';
import { consentAnew } from '../../support/consent-anew.js';
import { openPayingPage, play } from '../../support/paying-page.js';
import { openSandboxWithServices } from '../../support/provider-services.js';

const { sandbox, services } = await openSandboxWithServices({ repeat: () => () => undefined });

test('a payment that is told after a consent with another wallet is told in the asset it was paid in', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open();
  await play(sandbox, 'lost-201');
  assert.equal((await tick()).body.code, 'payer-unreachable');
  await recoverUnclaimedIntents(services);
  const wallet_address = `${sandbox.directory.wallets.visitor}/other`;
  await consentAnew(services, page.connection, {
    ...{ wallet_address, token: 'of the other wallet', asset_code: 'EUR', asset_scale: 9n },
  });
  const { status, body } = await tick();
  assert.equal(status, 201, JSON.stringify(body));
  assert.deepEqual(body.debitAmount, { value: '1', assetCode: 'USD', assetScale: 2 });
});
