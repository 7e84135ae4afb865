import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { launch, type Page } from 'puppeteer-core';
import { CHROMIUM, CHROMIUM_FLAGS } from '../chromium.mjs';
import { openScriptSite } from '../support/browsers/script-site.js';
import '../support/browsers/poll-wait-for-function.js';
import { waitFor } from '../support/wait-for.js';

const site = await openScriptSite();
const { port } = new URL(site.url);
const PUBLIC = `http://staging.example.com:${port}`;
const browser = await launch({
  executablePath: CHROMIUM,
  args: [
    ...CHROMIUM_FLAGS,
    // A host that is not local and looks like https to the page.
    '--host-resolver-rules=MAP staging.example.com 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
    `--unsafely-treat-insecure-origin-as-secure=${PUBLIC}`,
  ],
});
after(() => browser.close());

/** Records the events at the page's link, and the time of the first payment. */
const RECORDER_SCRIPT = `
  window.noted = [];
  window.firstAt = null;
  for (const type of ['load', 'error', 'monetization']) {
    document.addEventListener(type, (event) => {
      if (event.target.rel !== 'monetization') return;
      noted.push(type === 'monetization' ? event.amountSent.value + ' ' + event.amountSent.currency : type);
      if (type === 'monetization') firstAt ??= performance.now() - startedAt;
    }, true);
  }
  window.startedAt = performance.now();`;

function html(attributes = '', link = 'https://wallet.example/alice'): string {
  return `<!doctype html><title>Prototype</title><script>${RECORDER_SCRIPT}</script>
    <script src="/a/wm.js" data-provider="simulate" ${attributes}></script>
    <script>window.supportedAtOnce = document.createElement('link').relList.supports('monetization');</script>
    <link rel="monetization" href="${link}">`;
}

async function open(options: { html?: string; url?: string; before?: () => void } = {}): Promise<Opened> {
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const lines: string[] = [];
  const failures: string[] = [];
  page.on('console', (message) => message.text().startsWith('[wm-polyfill]') && lines.push(message.text()));
  page.on('pageerror', (error) => failures.push(String(error)));
  site.html = options.html ?? html();
  if (options.before) await page.evaluateOnNewDocument(options.before);
  await page.goto(options.url ?? site.url);
  const state = () => page.evaluate(() => document.monetization?.agentState);
  const noted = () => page.evaluate('noted') as Promise<string[]>;
  return { page, lines, failures, state, noted, close: () => context.close() };
}

interface Opened {
  page: Page;
  lines: string[];
  failures: string[];
  state(): Promise<NonNullable<Document['monetization']>['agentState'] | undefined>;
  noted(): Promise<string[]>;
  close(): Promise<void>;
}

const waitForCondition = (page: Page, condition: string) =>
  page.waitForFunction(condition, { timeout: 10_000 });

test('one script tag without a server adds support immediately, and soon an event', async () => {
  const { page, lines, state, noted, close } = await open();
  await waitForCondition(page, 'noted.length >= 2');
  assert.equal(await page.evaluate('supportedAtOnce'), true);
  assert.deepEqual((await noted()).slice(0, 2), ['load', '0.01 USD']);
  const { sandbox, provider, persona, status } = (await state()) ?? {};
  assert.deepEqual([sandbox, provider, persona, status], [true, 'simulate', 'paying', 'streaming']);
  assert.deepEqual(lines, []);
  await close();
});

test('on a host that is not local nothing is applied, and one line explains how to allow it', async () => {
  const { page, lines, close } = await open({ url: `${PUBLIC}/?wm=paying` });
  await page.waitForFunction('document.readyState === "complete"');
  await waitFor(() => lines.length, 'a line on the console');
  assert.equal(lines.length, 1);
  assert.match(lines[0] ?? '', /only allowed on local hosts.*data-simulate-on=.*\(simulation-not-allowed\)/);
  assert.equal(await page.evaluate('supportedAtOnce'), false);
  assert.equal(await page.evaluate('"monetization" in document'), false);
  await close();
});

test('nor is it in a frame of that host without a URL, unless the host is named', async () => {
  const frame = (attributes: string) =>
    `<iframe srcdoc="${html(attributes).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`;
  const refused = await open({ html: frame(''), url: PUBLIC });
  await refused.page.waitForFunction(
    'frames[0].noted?.length || frames[0].document.readyState === "complete"',
  );
  await waitFor(() => refused.lines.length, 'a line on the console');
  assert.equal(await refused.page.evaluate('frames[0].noted.length'), 0);
  assert.match(refused.lines[0] ?? '', /simulation-not-allowed/);
  assert.equal(await refused.page.evaluate('"monetization" in frames[0].document'), false);
  await refused.close();
  const named = await open({ html: frame('data-simulate-on="staging.example.com"'), url: PUBLIC });
  await waitForCondition(named.page, 'frames[0].noted.length >= 2');
  await named.close();
});

test('on a host in data-simulate-on the simulation runs, with personas', async () => {
  const named = html('data-simulate-on="preview.example.com staging.example.com"');
  const { page, state, close } = await open({ html: named, url: `${PUBLIC}/?wm=runs-out` });
  await waitForCondition(page, 'noted.length >= 2');
  assert.equal((await state())?.persona, 'runs-out');
  await close();
});

test('data-simulate-on is a set of tokens, separated by ASCII whitespace only', async () => {
  const [other, staging] = ['preview.example.com', 'staging.example.com'];
  const lists = [
    ...[`${other}  ${staging}`, `${other}\t${staging}`, `${other}\f${staging}`, `${other}\r${staging}`],
    `\n  ${other}\n  ${staging}\n`,
  ];
  const others = [`${other}\u00a0${staging}`, `${other}\u2003${staging}`, `${other},${staging}`, ''];
  const frames = [...lists, ...others].map((list) => {
    const written = html(`data-simulate-on="${list}"`).replace(
      /[^\w ]/g,
      (sign) => `&#${sign.charCodeAt(0)};`,
    );
    return `<iframe srcdoc="${written}"></iframe>`;
  });
  const { page, failures, close } = await open({ html: `<!doctype html>${frames.join('')}`, url: PUBLIC });
  await waitForCondition(page, 'document.readyState === "complete"');
  assert.deepEqual(await page.evaluate('Array.from(frames, (frame) => frame.supportedAtOnce)'), [
    ...lists.map(() => true),
    ...others.map(() => false),
  ]);
  assert.deepEqual(failures, []);
  await close();
});

test('no-agent: the page is the same as without the script', async () => {
  const names = `[
    ...Reflect.ownKeys(globalThis), ...Reflect.ownKeys(document), ...Reflect.ownKeys(DOMTokenList.prototype),
    ...Reflect.ownKeys(HTMLElement.prototype), ...Reflect.ownKeys(Document.prototype), DOMTokenList.prototype.supports,
  ].map(String)`;
  const without = await open({ html: html().replace('src="/a/wm.js"', '') });
  const expected = await without.page.evaluate(names);
  await without.close();
  const { page, lines, close } = await open({ url: `${site.url}?wm=no-agent` });
  assert.deepEqual(await page.evaluate(names), expected);
  assert.deepEqual(lines, []);
  await close();
});

test('late: support appears a while after the page has loaded, and then payments', async () => {
  const { page, noted, close } = await open({ url: `${site.url}?wm=late` });
  assert.equal(await page.evaluate('supportedAtOnce || "monetization" in document'), false);
  await waitForCondition(page, 'noted.length >= 2');
  const first = (await page.evaluate('firstAt')) as number;
  assert.ok(first > 1_500, `${first} ms`);
  assert.deepEqual((await noted()).slice(0, 2), ['load', '0.01 USD']);
  await close();
});

test('personas also come from localStorage, and the address takes precedence', async () => {
  const { page, state, close } = await open({ before: () => localStorage.setItem('wm', 'no-wallet') });
  await waitForCondition(page, 'document.monetization.agentState.status === "not-connected"');
  assert.equal((await state())?.persona, 'no-wallet');
  await page.evaluate(() => document.monetization?.connect());
  await waitForCondition(page, 'noted.includes("0.01 USD")');
  await page.goto(`${site.url}?wm=declined`);
  await waitForCondition(page, 'document.monetization.agentState.status === "not-connected"');
  await page.evaluate(() => document.monetization?.connect());
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  assert.equal((await state())?.status, 'not-connected');
  await close();
});

test('an unknown persona is logged with the known ones, without an exception', async () => {
  const { page, lines, failures, state, close } = await open({ url: `${site.url}?wm=rich` });
  await waitForCondition(page, 'noted.length >= 2');
  assert.equal(lines.length, 1);
  assert.match(
    lines[0] ?? '',
    /persona "rich".*paying, no-agent, no-wallet, declined, slow, runs-out, flaky, late/,
  );
  assert.deepEqual(failures, []);
  assert.equal((await state())?.persona, 'paying');
  await close();
});

test('a persona replaces a local provider, which gets no request', async () => {
  const named = html().replace('"simulate"', '"http://localhost:9"');
  const { page, state, close } = await open({ html: named, url: `${site.url}?wm=runs-out` });
  await waitForCondition(
    page,
    'document.monetization.agentState.status === "out-of-funds" || noted.length > 1',
  );
  assert.equal((await state())?.provider, 'simulate');
  await close();
});

test('a test controls the simulation from an init script and from outside, with wm.js only', async () => {
  const before = () =>
    document.addEventListener('wmsimulationstart', ({ detail }: CustomEventInit) => {
      detail.use({ persona: 'runs-out', rate: '0.60' });
      detail.clock.stop();
    });
  const { page, noted, state, close } = await open({ before });
  await waitForCondition(page, 'noted.length >= 2');
  const delivered = await page.evaluate(`new Promise((resolve) => {
    const detail = async (simulation) => {
      const { amountSent } = await simulation.pay(null, { value: '0.02' });
      await simulation.clock.advance('1h');
      resolve({ amountSent, entries: simulation.trace().entries.length });
    };
    document.dispatchEvent(new CustomEvent('wmsimulation', { detail }));
  })`);
  assert.deepEqual((delivered as { amountSent: object }).amountSent, { currency: 'USD', value: '0.02' });
  assert.deepEqual(await noted(), ['load', '0.01 USD', '0.02 USD', '0.01 USD', '0.01 USD']);
  assert.deepEqual((await state())?.status, 'out-of-funds');
  assert.deepEqual((await state())?.totals, [{ currency: 'USD', value: '0.05' }]);
  await close();
});
