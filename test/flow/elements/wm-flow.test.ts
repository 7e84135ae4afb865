import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { TraceEntry } from '../../../src/protocol/trace.js';
import type {} from '../../../src/page/elements/wm-flow/define.js';
import { launchChromiumShell } from '../../support/browsers/chromium.js';
import { openSandbox } from '../../support/open-sandbox.js';
import { openScriptSite } from '../../support/browsers/script-site.js';

const sandbox = await openSandbox({ provider: { minPaymentDelay: 500 } });
const { provider, testWalletAddresses } = sandbox.directory;
const site = await openScriptSite();
const browser = await launchChromiumShell();
after(() => browser.close());

/** The flow of one link: the steps of the specification, and the page's events. */
const STEPS = [
  'agent→provider POST /relay/wallet-addresses 200',
  'provider→receiver GET wallet address 200',
  'agent→page load',
  'agent→provider POST /relay/sessions 201',
  'provider→receiver POST grant 200',
  'provider→receiver POST incoming payment 201',
  'provider→receiver DELETE grant 204',
  'agent→provider POST /relay/sessions/:id/payments 201',
  'provider→visitor POST quote 201',
  'provider→visitor POST outgoing payment 201',
  'agent→page monetization',
];

test('the flow shows every step of a link’s payment in order, after the visitor’s consent', async () => {
  const { page, complaints } = await open('ok', '<wm-flow></wm-flow>');
  const entries = await entriesOf(page);
  const own = entries.filter(({ href }) => href === testWalletAddresses['ok']).map(wordsOf);
  let from = 0;
  for (const step of STEPS) {
    const found = own.indexOf(step, from);
    assert.ok(found >= 0, `${step} after ${own[from - 1]}:\n${own.join('\n')}`);
    from = found + 1;
  }
  const consent = entries.filter(({ href }) => href === undefined).map(wordsOf);
  for (const step of ['provider→visitor POST grant 200', 'provider→visitor POST grant continuation 200'])
    assert.ok(consent.includes(step), consent.join('\n'));
  await page.waitForFunction(() => {
    const names = document.querySelector('wm-flow')?.renderRoot.querySelectorAll('.name') ?? [];
    return [...names].some(({ textContent }) => textContent?.startsWith('monetization 0.01 USD'));
  });
  assert.deepEqual(complaints, []);
  await page.close();
});

test('an error is shown where it happened, with its fix', async () => {
  for (const [outcome, fix] of Object.entries({ '404': 'spelling', 'key-revoked': 'operator' })) {
    const { page } = await open(outcome, '<wm-flow></wm-flow>');
    const note = await page.waitForFunction(
      () => document.querySelector('wm-flow')?.renderRoot?.querySelector('.note')?.parentElement?.textContent,
    );
    const text = (await note.jsonValue()) as string;
    assert.match(
      text,
      outcome === '404' ? /POST \/relay\/wallet-addresses/ : /POST \/relay\/sessions\/:id\/payments/,
    );
    assert.match(text, new RegExp(`Fix:.*${fix}`));
    await page.close();
  }
});

test('an element that is added later is complete, and its saved file is readable', async () => {
  const { page } = await open('ok', '');
  await page.waitForFunction(() => document.monetization?.agentState.totals.length);
  await page.evaluate(() => document.body.append(document.createElement('wm-flow')));
  const entries = await entriesOf(page);
  assert.ok(entries.some((entry) => wordsOf(entry) === STEPS[1]));
  const drawing = await page.evaluate(() => document.querySelector('wm-flow')?.toSvg() ?? '');
  await page.setContent(drawing);
  const size = await page.evaluate(() => document.querySelector('svg')?.querySelectorAll('line').length);
  assert.ok(Number(size) > 20, drawing.slice(0, 500));
  await page.close();
});

async function open(outcome: string, body: string): Promise<{ page: Page; complaints: string[] }> {
  site.html = `<!doctype html><script src="/a/wm.js" data-provider="${provider}"></script>
    <link rel="monetization" href="${testWalletAddresses[outcome]}"><body>${body}</body>`;
  // A new visitor, who connects again.
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(site.url);
  return { page, complaints };
}

/** The element's entries, once they include a complete payment. */
async function entriesOf(page: Page): Promise<TraceEntry[]> {
  const shown = await page.waitForFunction(
    (wanted) => {
      // The element is missing or not upgraded yet.
      const saved = document.querySelector('wm-flow')?.toJSON?.() as { entries: TraceEntry[] } | undefined;
      const ended = saved?.entries.filter(({ took }) => took !== null).map(({ name }) => name);
      return wanted.every((name) => ended?.includes(name)) && saved?.entries;
    },
    {},
    ['monetization', 'POST outgoing payment', 'DELETE grant'],
  );
  return (await shown.jsonValue()) as TraceEntry[];
}

function wordsOf({ from, to, name, status }: TraceEntry): string {
  return `${from}→${to} ${name}${status === undefined ? '' : ` ${status}`}`;
}
