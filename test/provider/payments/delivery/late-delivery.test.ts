import assert from 'node:assert/strict';
import { test } from 'node:test';
import { recoverUnleasedIntents } from '../../../../src/provider/payments/recovery/recover-unleased-intents.js';
import { renewConsent } from '../../../support/provider/renew-consent.js';
import { openPayingPage, injectWalletFault } from '../../../support/provider/paying-page.js';
import { openSandboxWithServices } from '../../../support/provider/provider-services.js';

const { sandbox, services } = await openSandboxWithServices({ repeat: () => () => undefined });

test('a payment that is delivered after a consent with another wallet has the asset it was paid in', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open();
  await injectWalletFault(sandbox, 'drop-after-create');
  assert.equal((await tick()).body.code, 'payer-unreachable');
  await recoverUnleasedIntents(services);
  const wallet_address = `${sandbox.directory.wallets.visitor}/other`;
  await renewConsent(services, page.connection, {
    ...{ wallet_address, token: 'of the other wallet', asset_code: 'EUR', asset_scale: 9n },
  });
  const { status, body } = await tick();
  assert.equal(status, 201, JSON.stringify(body));
  assert.deepEqual(body.debitAmount, { value: '1', assetCode: 'USD', assetScale: 2 });
});
