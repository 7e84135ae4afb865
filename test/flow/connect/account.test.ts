import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Page } from 'puppeteer-core';
import {
  clickConnect,
  connectWallet,
  monetizedHtml,
  openConnectEnvironment,
  serveSite,
  readText,
  visit,
} from '../../support/connect/connect-environment.js';
import { waitFor } from '../../support/wait-for.js';

/** Requests that the visitor's wallet received. */
const walletRequests: string[] = [];
/** A cent every two seconds, so that payments appear soon. */
const ALLOWANCE = { ratePerHour: '18.00', budget: '5.00', period: 'P1M' };
const environment = await openConnectEnvironment(
  { allowance: { ...ALLOWANCE, maxBudget: '8.00', maxRatePerHour: '36.00' } },
  ({ visitor }) =>
    visitor.addHook(
      'onResponse',
      async ({ method, url }) =>
        void walletRequests.push(`${method} ${url.replace(/[/?][\w-]{36}.*$|\?.*$/, '')}`),
    ),
);
const { origin, sandbox } = environment;
const site = await serveSite(monetizedHtml(environment));

const page = await visit(environment, site);
const popup = await clickConnect(page);
await connectWallet(environment, popup);
await page.bringToFront();
await page.waitForFunction('Number(document.monetization.agentState.totals[0]?.value) > 0.01', {
  timeout: 20_000,
});

test('the account page shows the site, its payments and their receivers, without a script', async () => {
  const account = await openAccount();
  assert.match(await readText(account, 'main'), new RegExp(`${site}`));
  assert.match(
    await readText(account, 'main'),
    /can receive payments until .+ 0\.0\d USD of 5\.00 USD per month spent/,
  );
  assert.match(
    await readText(account, 'table'),
    /(January|February|March|April|May|June|July|August|September|October|November|December) 20\d\d0\.0\d USD/,
  );
  await follow(account, `a[href^="/account/sites/"]`);
  assert.equal(await readText(account, 'h1'), site);
  assert.match(
    await readText(account, '#payments ~ div table'),
    new RegExp(sandbox.directory.testWalletAddresses['ok'] as string),
  );
  await account.close();
});

test('an extra amount is confirmed with all details, paid once, and delivered to the open page', async () => {
  const receiver = sandbox.directory.testWalletAddresses['ok'] as string;
  await page.evaluate(() => {
    const receivedAmounts: string[] = [];
    Object.assign(window, { receivedAmounts });
    addEventListener('monetization', (event) => receivedAmounts.push(event.amountSent.value));
  });
  const account = await openSitePage();
  for (const [amount, words] of [
    ['0', 'greater than zero'],
    ['-1', 'valid amount in USD'],
    ['1.001', 'valid amount in USD'],
    ['1e2', 'valid amount in USD'],
    ['5.00', 'The budget for this site has \\d\\.\\d\\d USD left'],
  ] as const) {
    await enterAmount(account, amount);
    assert.equal(await readText(account, 'h1'), 'Payment failed', amount);
    assert.match(await readText(account, '[role=alert]'), new RegExp(words), amount);
    await follow(account, 'main a');
  }

  await enterAmount(account, '1.00');
  assert.equal(await readText(account, 'h1'), 'Pay this once?');
  const said = await readText(account, 'dl');
  for (const part of ['1.00 USD', site, receiver, sandbox.directory.wallets.visitor]) {
    assert.ok(said.includes(part), `${part} in ${said}`);
  }
  const cookie = await cookieOf(page);
  const token = await account.$eval('[name=token]', (input) => (input as HTMLInputElement).value);
  const path = new URL(await account.$eval('form', (form) => form.action)).pathname;
  for (const changed of [
    { origin: site },
    { origin: undefined },
    { 'sec-fetch-site': 'cross-site' },
    { cookie: undefined },
  ]) {
    assert.equal(await post(path, `token=${token}`, { cookie, ...changed }), 403, JSON.stringify(changed));
  }
  await follow(account, 'button[type=submit]');
  assert.equal(await readText(account, 'h1'), 'Paid');
  assert.match(await readText(account, '[role=status]'), new RegExp(`1\\.00 USD to ${receiver}`));
  assert.equal(await post(path, `token=${token}`, { cookie }), 403, 'already confirmed');

  await follow(account, 'main a');
  const rows = () => readText(account, '#payments ~ div table');
  assert.match(await rows(), new RegExp(`1\\.00 USD${receiver}`));
  await page.bringToFront();
  await page.waitForFunction('window.receivedAmounts.includes("1.00")', { timeout: 20_000 });
  await account.close();
});

test('pause stops payments on the next tick, and resume continues them', async () => {
  const account = await openAccount();
  await follow(account, 'form[action$="/pause"] button');
  assert.match(await readText(account, 'dl'), /paused/);
  await page.bringToFront();
  await page.waitForFunction('document.monetization.connection.state === "paused"', { timeout: 20_000 });
  const paid = await paidTotal();
  await account.bringToFront();
  await follow(account, 'form[action$="/resume"] button');
  assert.match(await readText(account, 'dl'), /can receive payments/);
  assert.equal(await paidTotal(), paid);
  await page.bringToFront();
  await page.waitForFunction('document.monetization.agentState.status === "streaming"', { timeout: 10_000 });
  await account.close();
});

test('budget and rate can change within the wallet’s grant, and not beyond', async () => {
  const account = await openSitePage();
  await fill(account, 'change', '4.50', '9.00');
  await follow(account, 'form[action$="/limits"] button');
  assert.match(await readText(account, 'dl'), /of 4\.50 USD per month[^]*9\.00 USD per hour/);
  for (const [budget, rate] of [
    ['5.01', '9.00'],
    ['4.50', '18.01'],
    ['0', '9.00'],
    ['-1', '9.00'],
    ['1000000000000', '9.00'],
    ['5 EUR', '9.00'],
  ] as const) {
    await fill(account, 'change', budget, rate);
    await follow(account, 'form[action$="/limits"] button');
    assert.equal(await readText(account, 'h1'), 'That did not work', `${budget} ${rate}`);
    await account.goBack();
    await account.reload();
  }
  assert.match(await readText(account, 'dl'), /of 4\.50 USD per month[^]*9\.00 USD per hour/);
  await account.close();
});

test('a larger budget requires a new consent at the wallet, and the old grant ends', async () => {
  const account = await openSitePage();
  await fill(account, 'ask', '8.01', '18.00');
  await follow(account, 'form[action$="/consents"] button');
  assert.equal(await readText(account, 'h1'), 'That did not work', 'above the operator’s maximum');
  await account.goBack();
  await account.reload();

  await fill(account, 'ask', '8.00', '36.00');
  walletRequests.length = 0;
  await account.click('form[action$="/consents"] button');
  await account.waitForSelector('button[value=accept]');
  await Promise.all([account.waitForNavigation(), account.click('button[value=accept]')]);
  await account.waitForSelector('#back');
  assert.match(await readText(account, 'main'), /Connected\./);
  assert.equal(
    walletRequests.filter((call) => call === 'DELETE /auth/continue').length,
    1,
    walletRequests.join(),
  );

  await account.goto(`${origin}/account`);
  await follow(account, 'a[href^="/account/sites/"]');
  assert.match(await readText(account, 'dl'), /0\.\d\d USD of 8\.00 USD per month[^]*36\.00 USD per hour/);
  walletRequests.length = 0;
  await page.bringToFront();
  await waitFor(
    () => walletRequests.includes('POST /op/outgoing-payments'),
    () => walletRequests.join(),
  );
  await account.close();
});

test('a form is valid once, and only from the provider’s own page', async () => {
  const account = await openSitePage();
  const cookie = await cookieOf(page);
  const path = (await account.$eval('form[action$="/pause"]', (form) =>
    form.getAttribute('action'),
  )) as string;
  const token = await account.$eval('[name=token]', (input) => (input as HTMLInputElement).value);
  const send = (fields: string, headers: Headers = {}) => post(path, fields, { cookie, ...headers });
  const form = `token=${token}`;
  assert.equal(await send(''), 403, 'no token');
  assert.equal(await send(`token=${'x'.repeat(43)}`), 403, 'a guessed token');
  for (const changed of [
    { origin: site },
    { origin: 'null' },
    { origin: undefined },
    { 'sec-fetch-site': 'cross-site' },
    { 'sec-fetch-site': 'same-site' },
    { 'sec-fetch-site': 'none' },
    { cookie: undefined },
    { cookie: `${cookie.split('=')[0]}=${'a'.repeat(43)}` },
  ]) {
    assert.equal(await send(form, changed), 403, JSON.stringify(changed));
  }
  assert.match(await readText(account, 'dl'), /can receive payments/);
  assert.equal(await send(form), 303);
  assert.equal(await send(form), 403, 'already used');
  await account.reload();
  await follow(account, 'form[action$="/resume"] button');
  await account.close();
});

test('disconnecting on the account page revokes the grant immediately and ends payments', async () => {
  const account = await openSitePage();
  walletRequests.length = 0;
  await follow(account, 'form[action$="/revoke"] button');
  assert.match(await readText(account, 'dl'), /ended/);
  assert.ok(walletRequests.includes('DELETE /auth/continue'), walletRequests.join());
  walletRequests.length = 0;
  await page.bringToFront();
  await page.waitForFunction('document.monetization.agentState.status !== "streaming"', { timeout: 20_000 });
  assert.ok(!walletRequests.includes('POST /op/outgoing-payments'), walletRequests.join());
  await account.close();
});

test('a forgotten browser has no account', async () => {
  const account = await openAccount();
  await follow(account, 'form[action$="/forget"] button');
  assert.match(await readText(account, 'main'), /No wallet is connected in this browser/);
  const cookies = await page.browserContext().cookies();
  assert.ok(!cookies.some(({ name }) => name.startsWith('wm-visitor')));
  await account.close();
});

type Headers = Record<string, string | undefined>;

async function cookieOf(page: Page): Promise<string> {
  const cookies = await page.browserContext().cookies();
  const cookie = cookies.find(({ name }) => name.startsWith('wm-visitor'));
  return `${cookie?.name}=${cookie?.value}`;
}

/** Submits a form like the account page, with changed `headers`. Returns the status. */
async function post(path: string, body: string, headers: Headers): Promise<number> {
  const all = {
    ...{ origin, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    ...headers,
  };
  const present = Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return (await fetch(origin + path, { method: 'POST', body, headers: present, redirect: 'manual' })).status;
}

async function enterAmount(account: Page, amount: string): Promise<void> {
  await account.type('#pay-amount', amount);
  await follow(account, 'form[action$="/payments/questions"] button');
}

async function openSitePage(): Promise<Page> {
  const account = await openAccount();
  await follow(account, 'a[href^="/account/sites/"]');
  return account;
}

async function fill(account: Page, form: 'change' | 'ask', budget: string, rate: string): Promise<void> {
  for (const [name, value] of [
    ['budget', budget],
    ['rate', rate],
  ] as const) {
    await account.click(`#${form}-${name}`, { count: 3 });
    await account.keyboard.press('Backspace');
    await account.type(`#${form}-${name}`, value);
  }
}

async function openAccount(): Promise<Page> {
  const account = await page.browserContext().newPage();
  await account.setJavaScriptEnabled(false);
  await account.goto(`${origin}/account`);
  return account;
}

async function follow(account: Page, selector: string): Promise<void> {
  await Promise.all([account.waitForNavigation(), account.click(selector)]);
}

function paidTotal(): Promise<string> {
  return page.evaluate('document.monetization.agentState.totals[0].value') as Promise<string>;
}
