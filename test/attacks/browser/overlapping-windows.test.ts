import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CHROMIUM } from '../../chromium.mjs';
import { monetizedHtml, openConnectServers } from '../../support/connect/connect-environment.js';
import {
  approveButtonCenter,
  advanceClock,
  waitForApproval,
  isAwaitingApproval,
  openConsentPage,
  pointAtButton,
  pressMouse,
  SETTLE_MS,
  readApproveState,
} from '../../support/connect/consent-page.js';
import { launchEnginesWithTabs } from '../../support/browsers/engines.js';
import { serveRedirectingSite } from '../../support/browsers/redirecting-site.js';

// Closed first.
const engines = await launchEnginesWithTabs(CHROMIUM);
const environment = await openConnectServers();
const site = await serveRedirectingSite(
  'site',
  `<script>window.open = () => null</script>${monetizedHtml(environment)}`,
);

for (const { name, newTab } of engines) {
  test(`a press does not pass through a window that closes under the pointer (${name})`, async () => {
    const tab = await newTab();
    await openConsentPage(tab, `${site.origin}/`, environment.sandbox.directory.wallets.visitor);
    await advanceClock(tab, SETTLE_MS);
    await pointAtButton(tab);
    assert.equal(await readApproveState(tab), 'You can continue now.');
    const { x, y } = await approveButtonCenter(tab);

    const front = await tab.coverWithTab();
    await front.mouse.move(x, y);
    await front.mouse.down();
    await front.close();
    await tab.mouse.up();
    assert.ok(await isAwaitingApproval(tab), 'the press began in the front window');
    await pressMouse(tab);
    assert.ok(await isAwaitingApproval(tab), 'the second press of a double click');

    await advanceClock(tab, SETTLE_MS - 1);
    await pointAtButton(tab);
    await pressMouse(tab);
    assert.ok(await isAwaitingApproval(tab), 'a press before the wait ended');
    await advanceClock(tab, SETTLE_MS);
    await pointAtButton(tab, 20);
    await pressMouse(tab);
    await waitForApproval(tab);
  });

  test(`time behind another window does not count (${name})`, async () => {
    const tab = await newTab();
    await openConsentPage(tab, `${site.origin}/`, environment.sandbox.directory.wallets.visitor);
    const front = await tab.coverWithTab();
    await advanceClock(tab, SETTLE_MS);
    await front.close();
    await pointAtButton(tab);
    await pressMouse(tab);
    assert.ok(await isAwaitingApproval(tab));
  });
}
