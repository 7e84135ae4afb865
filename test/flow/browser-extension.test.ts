import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { type Browser, launch, type Page } from 'puppeteer-core';
import type { AgentState } from '../../src/page/agent/state/state.js';
import { CHROMIUM, CHROMIUM_FLAGS } from '../chromium.mjs';
import { isolatedWorldScript, pageWorldScript } from '../support/browsers/fake-extension.js';
import { openSandbox } from '../support/open-sandbox.js';
import { openScriptSite } from '../support/browsers/script-site.js';
import '../support/browsers/poll-wait-for-function.js';

/** A cent every half second. */
const ALLOWANCE = { ratePerHour: '72.00', budget: '1000.00', period: 'P1M' };
const WAIT_OPTIONS = { timeout: 20_000 };
/** A wallet address that an extension can pay. */
const REAL = 'https://wallet.example/alice';

const site = await openScriptSite();
const { port } = new URL(site.url);
/** A host that is not local and looks like https to the page. */
const PUBLIC = `http://shop.example:${port}/`;
const sandbox = await openSandbox({ provider: { allowance: ALLOWANCE, minPaymentDelay: 500 } });
const { provider, testWalletAddresses } = sandbox.directory;
const OK = testWalletAddresses['ok'] ?? '';

const folder = mkdtempSync(join(tmpdir(), 'wm-extension-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Chromium with the fake extension, whose visitor has or has not connected a wallet. */
async function launchWithExtension(paymentIntervalMs: number | null): Promise<Browser> {
  const path = mkdtempSync(join(folder, 'extension-'));
  const matches = ['https://*/*', 'http://localhost/*', 'http://127.0.0.1/*', 'http://shop.example/*'];
  const everywhere = { matches, run_at: 'document_start', all_frames: true };
  writeFileSync(join(path, 'page.js'), pageWorldScript('all at once'));
  writeFileSync(join(path, 'isolated.js'), isolatedWorldScript(paymentIntervalMs));
  writeFileSync(
    join(path, 'manifest.json'),
    JSON.stringify({
      ...{ manifest_version: 3, name: 'Fake Web Monetization extension', version: '1' },
      content_scripts: [
        { ...everywhere, js: ['page.js'], world: 'MAIN' },
        { ...everywhere, js: ['isolated.js'] },
      ],
    }),
  );
  const browser = await launch({
    executablePath: CHROMIUM,
    pipe: true,
    enableExtensions: [path],
    args: [
      ...CHROMIUM_FLAGS.filter((flag) => flag !== '--disable-extensions'),
      '--host-resolver-rules=MAP shop.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1',
      `--unsafely-treat-insecure-origin-as-secure=${PUBLIC}`,
    ],
  });
  after(() => browser.close());
  return browser;
}

const installed = await launchWithExtension(null);
const connected = await launchWithExtension(100);

/** Records the events at the page's link with a listener that is added after wm.js. */
const LISTENER_SCRIPT = `<script>
  window.receivedEvents = [];
  for (const target of [window, document])
    for (const type of ['load', 'error', 'monetization'])
      target.addEventListener(type, (event) => {
        if (event.target.rel !== 'monetization' || (target === document && type !== 'load')) return;
        receivedEvents.push(type + (type === 'monetization' ? ' ' + event.amountSent.value : ''));
      }, true);
</script>`;

interface Opened {
  page: Page;
  lines: string[];
  failures: string[];
  receivedEvents(): Promise<string[]>;
  state(): Promise<AgentState>;
  until(condition: string): Promise<unknown>;
}

async function open(browser: Browser, html: string, url = site.url, before = ''): Promise<Opened> {
  site.html = `<!doctype html><title>A page</title>${html}`;
  // The extension does not run in other contexts, which are incognito.
  const page = await browser.newPage();
  const [lines, failures] = [[] as string[], [] as string[]];
  page.on('console', (message) => message.text().startsWith('[wm-polyfill]') && lines.push(message.text()));
  page.on('pageerror', (error) => failures.push(String(error)));
  if (before) await page.evaluateOnNewDocument(before);
  await page.goto(url);
  return {
    ...{ page, lines, failures },
    receivedEvents: () => page.evaluate('receivedEvents') as Promise<string[]>,
    state: () => page.evaluate('document.monetization.agentState') as Promise<AgentState>,
    until: (condition) => page.waitForFunction(condition, WAIT_OPTIONS),
  };
}

function pageOf(named: string, link: string, attributes = ''): string {
  return `<script src="/a/wm.js" data-provider="${named}" ${attributes}></script>
    ${LISTENER_SCRIPT}<link rel="monetization" href="${link}"><wm-status></wm-status>`;
}

const SHOWN = 'document.querySelector("wm-status")?.shadowRoot?.querySelector(".card")?.innerText ?? ""';

for (const [name, named, link] of [
  ['the sandbox of this machine', provider, OK],
  ['a simulation', 'simulate', 'https://wallet.example/nobody'],
] as const) {
  test(`next to an installed extension ${name} pays a local page, which receives no other event`, async () => {
    const { page, lines, failures, receivedEvents, state, until } = await open(
      installed,
      pageOf(named, link),
    );
    await until('receivedEvents.length >= 3');
    assert.deepEqual([...new Set(await receivedEvents())], ['load', 'monetization 0.01']);
    const { status, nativeAgent } = await state();
    assert.deepEqual([status, nativeAgent], ['streaming', 'coexisting']);
    await until(`(${SHOWN}).includes('An extension is also active.')`);
    assert.equal(lines.length, 1);
    assert.match(lines[0] ?? '', /Another Web Monetization agent, such as a browser extension, is present/);
    assert.deepEqual(failures, []);
    await page.close();
  });
}

test('real payments of an extension on a local page only appear on the console', async () => {
  const { page, lines, receivedEvents, until } = await open(connected, pageOf('simulate', REAL));
  await until('receivedEvents.length >= 3');
  assert.deepEqual([...new Set(await receivedEvents())], ['load', 'monetization 0.01']);
  assert.match(lines.at(-1) ?? '', /has paid a link of this page/);
  await page.close();
});

test('the demo’s first page and the playground pay next to an installed extension, and mention it', async () => {
  for (const path of ['', 'playground.html', 'playground.html?provider=simulate']) {
    const page = await installed.newPage();
    await page.goto(sandbox.url + path);
    await page.waitForFunction(`(${SHOWN}).includes('Streaming')`, WAIT_OPTIONS);
    assert.match(
      String(await page.evaluate(SHOWN)),
      /An extension is also active\. It may pay real https wallet addresses on this page\./,
      path,
    );
    await page.close();
  }
});
