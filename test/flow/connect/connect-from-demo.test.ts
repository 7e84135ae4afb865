import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launchChromiumShell } from '../../support/browsers/chromium.js';
import {
  decideAtWallet,
  approveConnection,
  clickConnect,
  enterWalletAddress,
  readAgentStatus,
  readText,
} from '../../support/connect/connect-environment.js';
import { openSandbox } from '../../support/open-sandbox.js';

const sandbox = await openSandbox();
const { unconnectedDemo, demo, provider, wallets } = sandbox.directory;
const browser = await launchChromiumShell();
after(() => browser.close());

test('on the demo’s other origin no wallet is connected, and a visitor can connect one', async () => {
  const page = await browser.newPage();
  await page.goto(unconnectedDemo);
  await page.waitForFunction('document.monetization.agentState.status === "not-connected"');
  const popup = await clickConnect(page);
  await enterWalletAddress(popup, wallets.visitor);
  assert.match(await readText(popup, '.sandbox'), /SANDBOX/);
  assert.equal(await readText(popup, '#site'), new URL(unconnectedDemo).origin);
  await approveConnection(popup);
  await decideAtWallet(popup, 'accept');
  assert.match(await readText(popup, 'main'), /SANDBOX[^]*Connected\./);
  await page.bringToFront();
  await page.waitForFunction('document.querySelector("#paid").textContent.includes("USD")', {
    timeout: 30_000,
  });
  await page.close();
});

test('the demo is already connected, and its visitor’s account page is available', async () => {
  const page = await browser.newPage();
  await page.goto(demo);
  await page.waitForFunction('document.querySelector("#total").textContent.includes("USD")', {
    timeout: 20_000,
  });
  assert.equal(await readAgentStatus(page), 'streaming');
  await Promise.all([page.waitForNavigation(), page.click('a[href$="/account/sandbox"]')]);
  await Promise.all([page.waitForNavigation(), page.click('form[action="/account/sandbox"] button')]);
  assert.equal(page.url(), `${provider}/account`);
  assert.match(
    await readText(page, 'main'),
    new RegExp(`${new URL(demo).origin}[^]*can receive payments until`),
  );
});
