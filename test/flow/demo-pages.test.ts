import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { after, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { TEST_WALLET_ADDRESSES } from '../../src/sandbox-wallet/test-wallet-addresses.js';
import { launchChromiumShell } from '../support/browsers/chromium.js';
import { openSandbox } from '../support/open-sandbox.js';

const PAGES = readdirSync('demo').filter((name) => name.endsWith('.html'));
/** One page of each kind: the index, text with code, wide tables. */
const DOCUMENTS = ['', 'pages.html', 'security-model.html', 'reference/error-codes.html'].map(
  (page) => `docs/${page}`,
);
/** The maximum transfer of a page until it shows its first payment. */
const MAX_PAGE_BYTES = 60_000;
/** Errors that the pages about the first version and about wrong wallet addresses show on purpose. */
const EXPECTED =
  /first version of Web Monetization|status of [45]\d\d|\((wallet|receiver|payer|insufficient|key|budget|not)-[a-z-]+\)$/;

const sandbox = await openSandbox({
  provider: { allowance: { ratePerHour: '72.00', budget: '1000.00', period: 'P1M' }, minPaymentDelay: 500 },
});
const { testWalletAddresses } = sandbox.directory;
const browser = await launchChromiumShell();
after(() => browser.close());
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const reportedErrors: string[] = [];

test('the start page is paid immediately within 60 kB, without layout shifts, and draws the flow on scroll', async () => {
  const page = await open();
  const session = await page.createCDPSession();
  await session.send('Network.enable');
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => (bytes += encodedDataLength));
  await page.evaluateOnNewDocument(() => {
    const moved: unknown[] = [];
    Object.assign(window, { moved });
    new PerformanceObserver((list) => moved.push(...list.getEntries())).observe({
      type: 'layout-shift',
      buffered: true,
    });
  });
  await page.goto(sandbox.url);
  await waitForText(page, '#payments', /receipt/);
  await page.waitForFunction('document.querySelector("wm-status").shadowRoot.textContent.includes("$")');
  await page.waitForFunction('document.querySelectorAll("#payments li").length > 2');
  assert.match(await textOf(page, '#total'), /^0\.0\d USD$/);
  assert.deepEqual(await page.evaluate('JSON.stringify(moved)'), '[]');
  assert.ok(bytes > 20_000 && bytes < MAX_PAGE_BYTES, `${bytes} bytes`);

  await page.$eval('#flow', (place) => place.scrollIntoView());
  await page.waitForFunction(
    'document.querySelector("wm-flow")?.shadowRoot?.textContent.includes("incoming payment")',
  );
  assert.deepEqual(await page.evaluate('JSON.stringify(moved)'), '[]');
  await page.close();
});

test('every page is complete, fits phone and desktop, and passes axe in light and dark', async () => {
  const page = await open();
  for (const name of [...PAGES, ...DOCUMENTS]) {
    await page.goto(sandbox.url + name);
    assert.equal(/\{\{[\w.:/-]+\}\}|<!-- (part|wallet)/.exec(await page.content()), null, name);
    assert.equal(Boolean(await page.$('wm-status')), PAGES.includes(name), name);
    for (const [width, scheme, rules] of [
      [360, 'light', ''],
      [1280, 'dark', '{ runOnly: ["color-contrast"] }'],
    ] as const) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await page.setViewport({ width, height: 740 });
      const wide = await page.evaluate('document.documentElement.scrollWidth');
      assert.ok(Number(wide) <= width, `${name} is ${wide} px wide at ${width}`);
      await page.evaluate(axe);
      const { violations } = (await page.evaluate(`axe.run(${rules})`)) as { violations: { id: string }[] };
      assert.deepEqual(
        violations.map(({ id }) => id),
        [],
        `${name}, ${scheme}`,
      );
    }
  }
  await page.close();
});

test('on a phone, the target of a heading link is visible', async () => {
  const page = await open();
  await page.goto(sandbox.url);
  await page.setViewport({ width: 360, height: 640 });
  await page.click('.top a[href$="#recipes"]');
  await page.waitForFunction('scrollY > 0');
  await page.waitForFunction(() => {
    const { left, top } = (document.querySelector('#recipes-title') as Element).getBoundingClientRect();
    return document.elementFromPoint(left + 5, top + 5)?.id === 'recipes-title';
  });
  await page.close();
});

test('the code that a recipe shows is the code that runs', async () => {
  const shown = (name: string): Promise<string> =>
    fetch(sandbox.url + name).then(async (answer) => (await answer.text()).replace(/<\/?[biq]>/g, ''));
  assert.ok((await shown('counter.html')).includes('sum([...totals, event])'));
  for (const [page, file] of [
    ['media.html', 'media.js'],
    ['unlock.html', 'unlock-server.mjs'],
    ['frameworks.html', 'frameworks/support.tsx'],
  ] as const) {
    const escaped = readFileSync(`demo/${file}`, 'utf8').trim().replaceAll('&', '&amp;');
    const source = escaped.replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
    assert.ok((await shown(page)).includes(source), file);
  }
});

test('a story opens after a payment that the server has verified, and not after an invented one', async () => {
  const page = await open('unlock.html');
  await page.click('#cheat');
  await waitForText(page, '#answer', /not an incoming payment at the site’s wallet/);
  await waitForText(page, '#story', /In his last year/);
  await page.close();
});

test('contributions are counted exactly', async () => {
  const page = await open('counter.html');
  await waitForText(page, '#thanks', /3 times/);
  await waitForText(page, '#sum', /^\$0\.0[3-9]$/);
  await page.close();
});

test('three links share the payments, and a disabled one gets no more', async () => {
  const page = await open('links.html');
  for (const id of ['writer', 'photographer', 'translator']) {
    await waitForText(page, `output[for=${id}]`, /^\$0\.0/);
  }
  await page.click('input[value=writer]');
  assert.equal(await page.$eval('#writer', (link) => (link as HTMLLinkElement).disabled), true);
  await page.waitForFunction(
    `document.monetization.agentState.sessions.every(({ href }) => href !== '${testWalletAddresses['ok']}')`,
  );
  await page.close();
});

test('music is paid while it plays', async () => {
  const page = await open('media.html');
  await page.click('audio');
  await page.$eval('audio', (player) => (player as HTMLAudioElement).play());
  await waitForText(page, '#credit', /received 0\.0\d USD/);
  await page.$eval('audio', (player) => (player as HTMLAudioElement).pause());
  await waitForText(page, '#credit', /Paused/);
  await page.close();
});

test('the author of the article in the address bar is paid, also after going back and forward', async () => {
  const page = await open('single-page-app.html');
  await waitForText(page, '#paid', /received/);
  await page.click('#articles a:nth-child(2)');
  await waitForText(page, '#author', /Benito Cruz/);
  await waitForText(page, '#paid', /received/);
  assert.match(page.url(), /article=bread/);
  assert.equal(await hrefOf(page), testWalletAddresses['mxn']);
  await page.goBack();
  await waitForText(page, '#author', /Ada Marsh/);
  assert.equal(await hrefOf(page), testWalletAddresses['ok']);
  await page.close();
});

test('a publisher’s banner is hidden for paying visitors, and shown to others', async () => {
  const page = await open('banner.html');
  await waitForText(page, '#thanks:not([hidden])', /0\.0\d USD/);
  assert.ok(await page.$('#banner[hidden]'));
  await page.goto(`${sandbox.url}banner.html?wm=no-agent`);
  await page.waitForSelector('#banner:not([hidden])');
  await page.close();
});

test('code of the first version is paid and gets its events', async () => {
  const page = await open('first-version.html');
  await waitForText(page, '#received', /^0\.0\d USD$/);
  await waitForText(page, '#state', /started/);
  await page.close();
});

test('the store for frameworks follows the agent', async () => {
  const page = await open('frameworks.html');
  await waitForText(page, '#status', /^streaming, 0\.0\d USD$/);
  await page.close();
});

test('the gallery has every test wallet address with its outcome', async () => {
  const page = await open('wallets.html');
  const names = await page.$$eval('#wallets button', (buttons) =>
    buttons.map(({ dataset }) => [dataset['name'], dataset['href']]),
  );
  assert.deepEqual(Object.fromEntries(names), testWalletAddresses);
  for (const [name, { fixedResponse }] of TEST_WALLET_ADDRESSES) {
    // The page's link already has the first one; this one takes five seconds.
    if (name === 'ok' || name === 'slow') continue;
    await page.click(`button[data-name="${name}"]`);
    await waitForText(page, '#events', fixedResponse ? /error/ : /load/);
    await waitForText(page, '#link', new RegExp(`/${name}"`));
  }
  await page.close();
});

test('in the playground links can be added and removed, and the address bar follows', async () => {
  const page = await open(`playground.html?wa=${testWalletAddresses['mxn']}`);
  await waitForText(page, '#links', /\/mxn.*active/);
  await page.click('#links .toggle');
  await waitForText(page, '#links .state', /disabled/);
  await page.click('#links .remove');
  assert.equal(await page.$('#links li'), null);

  await page.$eval(
    '#wallet-address',
    (field, href) => ((field as HTMLInputElement).value = href),
    testWalletAddresses['404'] as string,
  );
  await page.click('#add button');
  await waitForText(page, '#links .state', /wallet-address-not-found/);
  assert.equal(new URL(page.url()).searchParams.get('wa'), testWalletAddresses['404']);
  await page.close();
});

test('in the playground an hour can be simulated, and the persona changed', async () => {
  const page = await open('playground.html?provider=simulate');
  await waitForText(page, '#links', /active/);
  await page.click('[data-advance="1h"]');
  await waitForText(page, '#time', /^The time in this page is /);
  const [total] = (await page.evaluate('document.monetization.agentState.totals')) as { value: string }[];
  assert.ok(Math.abs(Number(total?.value) - 18) < 0.1, total?.value);
  await page.click('[data-pay]');
  await waitForText(page, '#time', /^Paid an extra 0\.25 USD/);

  await Promise.all([page.waitForNavigation(), page.click('#visitors a:nth-child(4)')]);
  await waitForText(page, '#visitors [aria-current=true]', /no wallet/);
  await page.waitForFunction('document.monetization.agentState.status === "not-connected"');
  await Promise.all([page.waitForNavigation(), page.click('#visitors a:nth-child(2)')]);
  assert.equal(await page.evaluate('typeof document.monetization'), 'undefined');
  await page.close();
});

test('no page sends requests to other hosts, violates its policy or logs errors', () => {
  assert.deepEqual(
    reportedErrors.filter((line) => !EXPECTED.test(line)),
    [],
  );
});

/** A tab in front that records requests and errors. */
async function open(name?: string): Promise<Page> {
  const page = await browser.newPage();
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) reportedErrors.push(message.text());
  });
  page.on('pageerror', (error) => reportedErrors.push(String(error)));
  // Data URLs are the icons of the browser's media player.
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    if (protocol !== 'data:' && hostname !== 'localhost') reportedErrors.push(request.url());
  });
  if (name !== undefined) await page.goto(sandbox.url + name);
  return page;
}

async function waitForText(page: Page, selector: string, pattern: RegExp): Promise<void> {
  try {
    await page.waitForFunction(
      (wanted, source) => new RegExp(source, 's').test(document.querySelector(wanted)?.textContent ?? ''),
      { timeout: 15_000 },
      selector,
      pattern.source,
    );
  } catch (cause) {
    const seen = (await page.$(selector)) ? await textOf(page, selector) : 'nothing';
    throw new Error(`${page.url()}: ${selector} is never ${pattern}, but ${seen}`, { cause });
  }
}

function textOf(page: Page, selector: string): Promise<string> {
  return page.$eval(selector, (element) => element.textContent ?? '');
}

function hrefOf(page: Page): Promise<string> {
  return page.$eval('link[rel=monetization]', (link) => (link as HTMLLinkElement).href);
}
