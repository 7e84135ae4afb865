import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type {} from '../../src/page/agent/state/state.js';
import type {} from '../../src/page/api/globals.js';
import { launchChromiumShell } from '../support/browsers/chromium.js';
import { openSandbox } from '../support/open-sandbox.js';
import { openScriptSite } from '../support/browsers/script-site.js';
import { readVisitorsPayments } from '../support/wallets/official-client.js';

/** A cent every half second. */
const ALLOWANCE = { ratePerHour: '72.00', budget: '1000.00', period: 'P1M' };
const WAIT_OPTIONS = { timeout: 60_000 };

const browser = await launchChromiumShell();
after(() => browser.close());
const sandbox = await openSandbox({ provider: { allowance: ALLOWANCE, minPaymentDelay: 500 } });
const site = await openScriptSite();

const { provider, testWalletAddresses } = sandbox.directory;
const LINK = `<link rel="monetization" href="${testWalletAddresses['ok']}">`;
const script = (copy: string, attributes = ''): string =>
  `<script src="/${copy}/wm.js" data-provider="${provider}" ${attributes}></script>`;

const PAGES: Record<string, string> = {
  'the same copy twice': script('one') + script('one') + LINK,
  'two different copies': script('one') + LINK + script('two'),
  'two different copies, both async': script('one', 'async') + script('two', 'async') + LINK,
  'two different copies, the second with data-force': script('one') + script('two', 'data-force') + LINK,
  'a copy, and the same copy as a module': `${LINK}${script('one')}${script('one', 'type="module"')}`,
};

for (const [name, html] of Object.entries(PAGES)) {
  test(`one agent pays on a page with ${name}`, async () => {
    const { page, sessions } = await openPage(html);
    await assertPaidOnce(page, sessions);
    await page.close();
  });
}

test('one agent pays when another copy is inserted while the first is paying', async () => {
  const { page, sessions } = await openPage(script('one') + LINK);
  await page.waitForFunction('window.receivedAmounts.length >= 1', WAIT_OPTIONS);
  await insertScript(page);
  await assertPaidOnce(page, sessions);
  await page.close();
});

test('a script without a provider reports that, and gives way to one with a provider', async () => {
  const { page, sessions } = await openPage(
    `<script src="/one/wm.js"></script>${LINK}<wm-status></wm-status>`,
  );
  const state = 'document.querySelector("wm-status")?.shadowRoot?.querySelector("[part=state]")?.textContent';
  await page.waitForFunction(`${state} === "No provider"`);
  assert.equal(await page.evaluate('document.monetization.agentState.status'), 'no-provider');
  assert.equal(await page.evaluate('document.createElement("link").relList.supports("monetization")'), false);
  await insertScript(page);
  await page.waitForFunction(`${state} === "Streaming"`);
  await assertPaidOnce(page, sessions);
  await page.close();
});

/** A second copy with a provider. */
function insertScript(page: Page): Promise<unknown> {
  return page.evaluate(
    (src, origin) =>
      new Promise((resolve) => {
        const late = Object.assign(document.createElement('script'), { src, onload: resolve });
        late.dataset['provider'] = origin;
        document.head.append(late);
      }),
    '/two/wm.js',
    provider,
  );
}

async function openPage(html: string): Promise<{ page: Page; sessions: string[] }> {
  site.html = `<!doctype html><title>Two scripts</title>${html}`;
  const page = await browser.newPage();
  const sessions: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url() === `${provider}/relay/sessions`)
      sessions.push(request.url());
  });
  const before = (await readVisitorsPayments(sandbox)).length;
  await page.evaluateOnNewDocument((paid) => {
    const receivedAmounts: string[] = [];
    const errors: string[] = [];
    Object.assign(window, { receivedAmounts, errors, before: paid });
    addEventListener('monetization', (event) => receivedAmounts.push(event.amountSent.value));
    addEventListener('error', ({ message }) => errors.push(message));
    addEventListener('unhandledrejection', ({ reason }) => errors.push(String(reason)));
  }, before);
  await page.goto(site.url);
  return { page, sessions };
}

/** The events of one agent equal the wallet's payments, in one session, without console messages. */
async function assertPaidOnce(page: Page, sessions: string[]): Promise<void> {
  await page.waitForFunction('window.receivedAmounts.length >= 5', WAIT_OPTIONS);
  await page.evaluate(() => document.monetization?.pause());
  // A tick in flight may still get its response.
  await page.waitForNetworkIdle({ idleTime: 100 });
  const [receivedAmounts, before, errors] = (await page.evaluate('[receivedAmounts, before, errors]')) as [
    string[],
    number,
    string[],
  ];
  const paid = (await readVisitorsPayments(sandbox)).length - before;
  assert.equal(receivedAmounts.length, paid);
  assert.deepEqual([...new Set(receivedAmounts)], ['0.01']);
  assert.equal(sessions.length, 1, 'requested sessions');
  assert.deepEqual(errors, []);
}
