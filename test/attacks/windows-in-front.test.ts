import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHROMIUM } from '../chromium.mjs';
import { monetized, openConnectServers } from '../support/connect.js';
import {
  centre,
  goOn,
  isApproved,
  isAsking,
  openConsent,
  pointAtButton,
  press,
  SETTLE,
  words,
} from '../support/consent-page.js';
import { launchEnginesWithTabs } from '../support/engines.js';
import { serveRedirectingSite } from '../support/redirectors.js';

// The first to be closed.
const engines = await launchEnginesWithTabs(CHROMIUM);
const world = await openConnectServers();
const site = await serveRedirectingSite(
  'site',
  `<script>window.open = () => null</script>${monetized(world)}`,
);

for (const { name, newTab } of engines) {
  test(`a window in front that closes under the pointer passes no press on to the button (${name})`, async () => {
    const tab = await newTab();
    await openConsent(tab, `${site.origin}/`, world.sandbox.directory.wallets.visitor);
    await goOn(tab, SETTLE);
    await pointAtButton(tab);
    assert.equal(await words(tab), 'You can go on now.');
    const { x, y } = await centre(tab);

    const front = await tab.openInFront();
    await front.mouse.move(x, y);
    await front.mouse.down();
    await front.close();
    await tab.mouse.up();
    assert.ok(await isAsking(tab), 'the press began in front');
    await press(tab);
    assert.ok(await isAsking(tab), 'the second press of a double click');

    await goOn(tab, SETTLE - 1);
    await pointAtButton(tab);
    await press(tab);
    assert.ok(await isAsking(tab), 'a press before the window has settled');
    await goOn(tab, SETTLE);
    await pointAtButton(tab, 20);
    await press(tab);
    await isApproved(tab);
  });

  test(`time behind another window does not count (${name})`, async () => {
    const tab = await newTab();
    await openConsent(tab, `${site.origin}/`, world.sandbox.directory.wallets.visitor);
    const front = await tab.openInFront();
    await goOn(tab, SETTLE);
    await front.close();
    await pointAtButton(tab);
    await press(tab);
    assert.ok(await isAsking(tab));
  });
}
