import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { ConnectHello } from '../../../src/protocol/relay-messages.js';
import { createProvider } from '../../../src/provider/provider.js';
import { launchChromiumShell } from '../../support/browsers/chromium.js';
import { findConnectButton } from '../../support/connect/connect-environment.js';
import { freePorts } from '../../support/free-ports.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';

/** A provider without the demo visitor, so that visitors must connect by hand. */
const sandbox = await openSandbox();
const { provider: port } = await freePorts();
const origin = `http://localhost:${port}`;
const provider = await createProvider({ origin, dataDirectory: null, sandbox: true });
await provider.listen({ host: 'localhost', port });
const site = await serveSite();
const elsewhere = await serveSite();
const browser = await launchChromiumShell();
after(async () => {
  await browser.close();
  await provider.close();
});

test('a visitor connects a wallet in windows of the provider and the wallet, and the site is paid', async () => {
  const relay = await openRelayPage(origin, site);
  const { body: connection } = await relay.call('POST', '/relay/connections', {});
  assert.equal(connection.state, 'new');

  const { page, popup } = await openConnectPage(site, connection.id);
  const hello = await receivedHello(page);
  assert.equal(hello?.connection, connection.id);
  const bound = await relay.call('POST', `/relay/connections/${connection.id}/bind`, {
    challenge: hello?.challenge,
  });
  assert.equal(bound.body.state, 'bound');

  await popup.waitForSelector('#wallet:not([hidden])');
  await popup.type('#wallet-address', sandbox.directory.wallets.visitor);
  await popup.keyboard.press('Enter');
  await popup.waitForSelector('#consent:not([hidden])');
  assert.equal(await text(popup, '#site'), site);
  assert.equal(await text(popup, '#wallet-url'), sandbox.directory.wallets.visitor);
  assert.equal(await popup.$eval('#budget', (input) => (input as HTMLInputElement).value), '5.00');
  await approve(popup);
  assert.match(await text(popup, 'body'), /Web Monetization provider/, 'the wallet shows the client');
  await Promise.all([popup.waitForNavigation(), popup.click('button[value=accept]')]);
  await popup.waitForFunction('document.body.textContent.includes("Connected.")', { timeout: 15_000 });

  const { body: active } = await relay.call('GET', `/relay/connections/${connection.id}`);
  assert.equal(active.state, 'active');
  assert.deepEqual(active.budget, { value: '500', assetCode: 'USD', assetScale: 2 });
  const session = await relay.call('POST', '/relay/sessions', {
    connection: connection.id,
    walletAddress: sandbox.directory.testWalletAddresses['ok'],
  });
  assert.equal((await relay.call('POST', `/relay/sessions/${session.body.id}/payments`, {})).status, 201);
});

test('a visitor connects with the button of <wm-status>, and the page is paid', async () => {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(`${site}/monetized`);
  // Until the agent knows that no wallet is connected, the only button is Pause.
  await page.waitForFunction('document.monetization.agentState.status === "not-connected"');
  const button = await findConnectButton(page);
  const opened = new Promise<Page>((resolve) => page.once('popup', (popup) => resolve(popup as Page)));
  await button?.click();
  const popup = await opened;
  await popup.waitForSelector('#wallet:not([hidden])');
  await popup.type('#wallet-address', sandbox.directory.wallets.visitor);
  await popup.keyboard.press('Enter');
  await popup.waitForSelector('#consent:not([hidden])');
  await approve(popup);
  await Promise.all([popup.waitForNavigation(), popup.click('button[value=accept]')]);
  await popup.waitForFunction('document.body.textContent.includes("Connected.")');
  await popup.close();
  await page.bringToFront();
  await page.waitForFunction('document.monetization.agentState.totals[0]?.value === "0.01"', {
    timeout: 15_000,
  });
  assert.equal(await page.evaluate('document.monetization.agentState.status'), 'streaming');
  await context.close();
});

test('a page that forges another site’s Origin never receives the challenge', async () => {
  const forger = await openRelayPage(origin, site);
  const { body: connection } = await forger.call('POST', '/relay/connections', {});
  const { page, popup } = await openConnectPage(elsewhere, connection.id);
  await popup.waitForFunction('document.querySelector("#message").textContent.includes("did not respond")', {
    timeout: 20_000,
  });
  assert.equal(await receivedHello(page), undefined);
  assert.equal((await forger.call('GET', `/relay/connections/${connection.id}`)).body.state, 'new');
});

test('the connect page rejects a missing opener and a frame', async () => {
  const alone = await browser.newPage();
  await alone.goto(`${origin}/connect#x`);
  await alone.waitForFunction(
    'document.querySelector("#message.problem")?.textContent.includes("Open this page from the site")',
  );
  const framed = await fetch(`${origin}/connect`);
  assert.match(framed.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/);
  assert.equal(framed.headers.get('x-frame-options'), 'DENY');
});

test('a challenge is valid once, for its connection, and cannot be guessed', async () => {
  const relay = await openRelayPage(origin, site);
  const { body: connection } = await relay.call('POST', '/relay/connections', {});
  const bind = (challenge: string) =>
    relay.call('POST', `/relay/connections/${connection.id}/bind`, { challenge });
  assert.equal((await bind('guess')).body.code, 'request-invalid');
  const { page } = await openConnectPage(site, connection.id);
  const challenge = (await receivedHello(page))?.challenge as string;
  assert.equal((await bind(challenge)).status, 200);
  assert.equal((await bind(challenge)).body.code, 'request-invalid');
});

test('another browser or another site cannot respond for the visitor', async () => {
  const relay = await openRelayPage(origin, site);
  const { body: connection } = await relay.call('POST', '/relay/connections', {});
  const json = { 'content-type': 'application/json' };
  const ask = (path: string, headers: Record<string, string>) =>
    fetch(`${origin}/connect/${connection.id}/${path}`, {
      method: 'POST',
      headers: { ...json, ...headers },
      body: path === 'consents' ? JSON.stringify({ token: 'x', budget: '5.00', ratePerHour: '0.60' }) : '{}',
    });
  assert.equal((await ask('challenges', { origin: site })).status, 403);
  assert.equal((await ask('challenges', {})).status, 403);
  assert.equal((await ask('challenges', { origin, 'sec-fetch-site': 'same-site' })).status, 403);
  assert.equal((await ask('consents', { origin, 'sec-fetch-site': 'same-origin' })).status, 403);
});

/** Waits for the approve delay, then presses the button. */
async function approve(popup: Page): Promise<void> {
  await popup.mouse.move(30, 30);
  await popup.waitForSelector('#approve[aria-disabled=false]');
  await Promise.all([popup.waitForNavigation(), popup.click('#approve')]);
}

async function openConnectPage(from: string, connection: string): Promise<{ page: Page; popup: Page }> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.goto(from);
  const opened = new Promise<Page>((resolve) => page.once('popup', (popup) => resolve(popup as Page)));
  await page.evaluate((url) => {
    addEventListener('message', (event) => Object.assign(window, { receivedMessage: event.data }));
    document
      .querySelector('button')
      ?.addEventListener('click', () => window.open(url, '', 'popup,width=480,height=720'));
  }, `${origin}/connect#${connection}`);
  await page.click('button');
  return { page, popup: await opened };
}

/** The challenge that the page's window received within two seconds, if any. */
async function receivedHello(page: Page): Promise<ConnectHello | undefined> {
  await page.waitForFunction('window.receivedMessage', { timeout: 2_000 }).catch(() => undefined);
  return page.evaluate('window.receivedMessage') as Promise<ConnectHello | undefined>;
}

function text(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, (element) => element.textContent ?? '');
}

async function serveSite(): Promise<string> {
  const { script, testWalletAddresses } = sandbox.directory;
  const plain = '<!doctype html><title>A site</title><button>Connect</button>';
  const monetized = `<!doctype html><title>A monetized site</title><script src="${script}" data-provider="${origin}"></script>
    <link rel="monetization" href="${testWalletAddresses['ok']}"><wm-status></wm-status>`;
  const server = createServer(({ url }, response) => {
    response.setHeader('content-type', 'text/html').end(url === '/monetized' ? monetized : plain);
  });
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  server.unref();
  return `http://localhost:${(server.address() as { port: number }).port}`;
}
