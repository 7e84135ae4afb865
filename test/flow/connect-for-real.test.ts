import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launchChromium } from '../support/chromium.js';
import { answerAtWallet, approve, clickConnect, nameWallet, stateOf, text } from '../support/connect.js';
import { openSandbox } from '../support/sandbox.js';

const sandbox = await openSandbox();
const { strangerDemo, demo, provider, wallets } = sandbox.directory;
const browser = await launchChromium();
after(() => browser.close());

test('on the demo’s other origin nobody is connected, and whoever connects goes all the way', async () => {
  const page = await browser.newPage();
  await page.goto(strangerDemo);
  await page.waitForFunction('document.monetization.agentState.status === "not-connected"');
  const popup = await clickConnect(page);
  await nameWallet(popup, wallets.visitor);
  assert.match(await text(popup, '.sandbox'), /SANDBOX/);
  assert.equal(await text(popup, '#site'), new URL(strangerDemo).origin);
  await approve(popup);
  await answerAtWallet(popup, 'accept');
  assert.match(await text(popup, 'main'), /SANDBOX[^]*Connected\./);
  await page.bringToFront();
  await page.waitForFunction('document.querySelector("#paid").textContent.includes("USD")', {
    timeout: 30_000,
  });
  await page.close();
});

test('the demo is connected already, and its visitor’s account page can be looked at', async () => {
  const page = await browser.newPage();
  await page.goto(demo);
  await page.waitForFunction('document.querySelector("#total").textContent.includes("USD")', {
    timeout: 20_000,
  });
  assert.equal(await stateOf(page), 'streaming');
  await Promise.all([page.waitForNavigation(), page.click('a[href$="/account/sandbox"]')]);
  await Promise.all([page.waitForNavigation(), page.click('form[action="/account/sandbox"] button')]);
  assert.equal(page.url(), `${provider}/account`);
  assert.match(await text(page, 'main'), new RegExp(`${new URL(demo).origin}[^]*may be paid until`));
});
