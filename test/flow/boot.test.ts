import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { after, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { AgentState } from '../../src/page/agent/state/state.js';
import { openSandbox } from '../support/open-sandbox.js';
import { launchBrowsersForSites } from '../support/browsers/test-sites.js';
import { waitFor } from '../support/wait-for.js';
import { listen } from '../support/wallets/wallet-client.js';

const sandbox = await openSandbox({
  provider: { allowance: { ratePerHour: '72.00', budget: '1000.00', period: 'P1M' }, minPaymentDelay: 500 },
});
const { provider, testWalletAddresses } = sandbox.directory;
const browsers = await launchBrowsersForSites();
after(() => Promise.all(browsers.map(({ browser }) => browser.close())));

type Answer = (response: ServerResponse, script: string) => void;

const asScript: Answer = (response, script) =>
  void response.setHeader('content-type', 'text/javascript').end(script);
/** What a server sends instead of wm-agent.js. */
const BROKEN: Record<string, Answer> = {
  missing: (response) => void response.writeHead(404).end(),
  'an HTML page': (response) => void response.setHeader('content-type', 'text/html').end('<!doctype html>'),
  'an HTML page that claims to be a script': (response) => asScript(response, '<!doctype html>'),
  'another script': (response) => asScript(response, 'export default 1;'),
  'of another version': (response, script) => asScript(response, script.replace('"0.1.0"', '"0.0.9"')),
};

let html = '';
let policy = '';
let answerAgent: Answer = asScript;
const requests: string[] = [];
const server = createServer((request, response) => {
  const name = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1);
  if (policy) response.setHeader('content-security-policy', policy);
  if (!name.endsWith('.js')) return void response.setHeader('content-type', 'text/html').end(html);
  requests.push(name);
  readFile(new URL(`../../dist/${name.split('/').pop()}`, import.meta.url), 'utf8').then(
    (script) => (name.endsWith('wm-agent.js') ? answerAgent : asScript)(response, script),
    () => response.writeHead(404).end(),
  );
});
after(() => {
  server.closeAllConnections();
  server.close();
});
await listen(server);
const { port } = server.address() as { port: number };

const LINK = `<link rel="monetization" href="${testWalletAddresses['ok']}">`;
const ADD_LINK = `document.head.insertAdjacentHTML('beforeend', '${LINK}')`;
const PAID = 'noted.events.includes("monetization")';
const tag = (attributes = '', src = '/wm.js'): string =>
  `<script nonce="n" src="${src}" data-provider="${provider}" ${attributes}></script>`;

interface Opened {
  page: Page;
  /** Requests to the provider. */
  calls: string[];
  noted(): Promise<{ events: string[]; lines: string[]; errors: string[] }>;
}

async function open(browser: (typeof browsers)[number]['browser'], content: string): Promise<Opened> {
  html = `<!doctype html><title>A page</title><script nonce="n">
    window.noted = { events: [], lines: [], errors: [] };
    for (const type of ['load', 'error', 'monetization'])
      document.addEventListener(type, ({ target }) => target.rel === 'monetization' && noted.events.push(type), true);
    addEventListener('error', ({ message }) => message && noted.errors.push(message));
    addEventListener('unhandledrejection', ({ reason }) => noted.errors.push('rejected: ' + reason));
    console.warn = console.error = (...line) => void noted.lines.push(line.join(' '));
  </script>${content}`;
  requests.length = 0;
  const calls: string[] = [];
  const page = await browser.newPage();
  page.on('request', (request) => request.url().startsWith(provider) && calls.push(request.url()));
  // Firefox fires `load` only when the agent's file has arrived.
  await page.goto(`http://localhost:${port}/`, { waitUntil: 'domcontentloaded' });
  return { page, calls, noted: () => page.evaluate('noted') as never };
}

for (const { name: engine, browser } of browsers) {
  test(`${engine}: a page without links loads wm.js alone and asks the provider nothing, until a link is added`, async () => {
    const { page, calls, noted } = await open(browser, `${tag()}<link rel="icon" href="data:,"><p>Text`);
    await page.evaluate('document.body.append("more")');
    await page.evaluate('new Promise((resolve) => setTimeout(resolve, 200))');
    assert.deepEqual([requests, calls], [['wm.js'], []]);
    const supported = 'document.createElement("link").relList.supports("monetization")';
    assert.equal(await page.evaluate(`${supported} && "monetization" in document`), true);
    await page.evaluate(ADD_LINK);
    await page.waitForFunction(PAID);
    assert.deepEqual(requests, ['wm.js', 'wm-agent.js']);
    assert.equal(calls.filter((url) => url === `${provider}/relay`).length, 1);
    assert.deepEqual(await noted().then(({ lines, errors }) => [lines, errors]), [[], []]);
    await page.close();
  });

  test(`${engine}: the agent is loaded with the nonce of the tag, and from the folder that data-base names`, async () => {
    policy = `default-src 'none'; script-src 'nonce-n'; connect-src ${provider}`;
    const { page, noted } = await open(browser, `${tag('data-base="/files"')}${LINK}`);
    policy = '';
    await page.waitForFunction(PAID);
    assert.deepEqual(requests, ['wm.js', 'files/wm-agent.js']);
    assert.deepEqual((await noted()).errors, []);
    await page.close();
  });

  test(`${engine}: a page that replaces fetch, Promise and Map while the agent loads is paid`, async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    answerAgent = (response, script) => void released.then(() => asScript(response, script));
    const { page } = await open(
      browser,
      `${tag()}${LINK}<script>for (const name of ['fetch', 'Promise', 'Map', 'URL']) window[name] = class {};</script>`,
    );
    release();
    // Puppeteer's own wait uses the page's Promise.
    let seen: unknown;
    await waitFor(
      async () => (
        (seen = await page.evaluate('({ ...noted, state: document.monetization.agentState })')),
        page.evaluate(PAID)
      ),
      () => JSON.stringify(seen),
    );
    answerAgent = asScript;
    await page.close();
  });
}

const [chromium] = browsers as [(typeof browsers)[number]];

for (const [name, answer] of Object.entries(BROKEN)) {
  test(`an agent file that is ${name}: one line, an error event, and another attempt with the next link`, async () => {
    answerAgent = answer;
    const { page, noted } = await open(chromium.browser, tag() + LINK);
    await page.waitForFunction('noted.events.length');
    const { status, error, sessions } = (await page.evaluate(
      'document.monetization.agentState',
    )) as AgentState;
    assert.deepEqual([status, error?.code], ['error', 'agent-not-loaded']);
    assert.match(error?.message ?? '', /http:\/\/localhost:\d+\/wm-agent\.js/);
    assert.match(error?.fix ?? '', /Caches and optimizers/);
    assert.deepEqual(
      sessions.map((session) => [session.status, session.error?.code]),
      [['error', 'agent-not-loaded']],
    );
    assert.equal(
      await page.evaluate('document.createElement("link").relList.supports("monetization")'),
      true,
    );
    await page.evaluate('dispatchEvent(new Event("online"))');
    // The attempt fails again, and nothing more is logged.
    await page.waitForNetworkIdle({ idleTime: 200 });
    answerAgent = asScript;
    await page.evaluate(ADD_LINK);
    await page.waitForFunction(PAID);
    const { events, lines, errors } = await noted();
    assert.equal(events.filter((type) => type === 'error').length, 1);
    const own = lines.filter((line) => line.startsWith('[wm-polyfill]'));
    assert.deepEqual([own.length, errors], [1, []], lines.join('\n'));
    await page.close();
  });
}

test('an agent file that the CSP blocks: the link gets an error event, and nothing throws', async () => {
  policy = `default-src 'none'; script-src 'nonce-n' http://localhost:${port}/wm.js; connect-src ${provider}`;
  const { page, noted } = await open(chromium.browser, tag('', '/wm.js').replace(' nonce="n"', '') + LINK);
  policy = '';
  await page.waitForFunction('noted.events.length');
  const { events, errors } = await noted();
  assert.deepEqual([events, errors, requests], [['error'], [], ['wm.js']]);
  assert.equal(await page.evaluate('document.monetization.agentState.error.code'), 'agent-not-loaded');
  await page.close();
});

test('commands that the page calls while a slow agent file loads are carried out', async () => {
  let release: () => void = () => undefined;
  const released = new Promise<void>((resolve) => (release = resolve));
  answerAgent = (response, script) => void released.then(() => asScript(response, script));
  const { page, noted } = await open(chromium.browser, tag() + LINK);
  await page.evaluate('document.monetization.pause()');
  const state = 'document.monetization.agentState';
  await page.waitForFunction(`${state}.pausedBy === 'visitor'`);
  assert.equal(await page.evaluate(`${state}.status`), 'connecting');
  release();
  await page.waitForFunction(`${state}.status === 'paused' && noted.events.includes('load')`);
  await page.evaluate('document.monetization.resume()');
  await page.waitForFunction(PAID);
  assert.deepEqual((await noted()).errors, []);
  answerAgent = asScript;
  await page.close();
});

test('wm.all.js needs no other file, simulation and elements included', async () => {
  const content = `${tag('', '/wm.all.js').replace(provider, 'simulate')}${LINK.replace(/href="[^"]*"/, 'href="https://wallet.example/news"')}<wm-status></wm-status>`;
  const { page, noted } = await open(chromium.browser, content);
  await page.waitForFunction(
    `${PAID} && document.querySelector('wm-status').shadowRoot?.querySelector('[part=state]')`,
  );
  assert.deepEqual(requests, ['wm.all.js']);
  assert.deepEqual(await noted().then(({ lines, errors }) => [lines, errors]), [[], []]);
  await page.close();
});
