import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import { launchChromiumShell } from '../support/browsers/chromium.js';
import { openSandbox } from '../support/open-sandbox.js';
import { listen } from '../support/wallets/wallet-client.js';
import { waitFor } from '../support/wait-for.js';

/** What the page recorded. */
interface PageRecord {
  events: string[];
  violations: string[];
}

const sandbox = await openSandbox({
  provider: { allowance: { ratePerHour: '72.00', budget: '1000.00', period: 'P1M' }, minPaymentDelay: 500 },
});
const { provider, script, testWalletAddresses } = sandbox.directory;

/** Everything is forbidden except scripts with the nonce, the files that they load, and the provider. */
const POLICY = [
  "default-src 'none'",
  "script-src 'nonce-n' 'strict-dynamic'",
  `connect-src ${provider}`,
  "style-src 'nonce-n'",
  "require-trusted-types-for 'script'",
  "base-uri 'none'",
].join('; ');

const HTML = `<!doctype html>
<html lang="en">
<title>Strict</title>
<script nonce="n">
  window.noted = { events: [], violations: [] };
  addEventListener('securitypolicyviolation', (event) => noted.violations.push(event.effectiveDirective + ' ' + event.blockedURI));
  for (const type of ['load', 'error', 'monetization']) {
    document.addEventListener(type, ({ target }) => target.rel === 'monetization' && noted.events.push(type), true);
  }
</script>
<script nonce="n" src="${script}" data-provider="${provider}"></script>
<link rel="monetization" href="${testWalletAddresses['ok']}">
<wm-status></wm-status>`;

const browser = await launchChromiumShell();
after(() => browser.close());
const server = createServer((_request, response) => {
  response.writeHead(200, { 'content-type': 'text/html', 'content-security-policy': POLICY }).end(HTML);
});
after(() => server.close());
const origin = await listen(server);

const reportedErrors: string[] = [];

test('a page with nonces and Trusted Types gets its event and its <wm-status> without a violation', async () => {
  const page = await open();
  await waitInPage(page, 'noted.events.includes("monetization")');
  await waitInPage(
    page,
    'document.querySelector("wm-status").shadowRoot?.querySelector("[part=totals]")?.textContent.includes("0.0")',
  );

  const { events, violations } = (await page.evaluate('window.noted')) as PageRecord;
  assert.deepEqual(events.slice(0, 2), ['load', 'monetization']);
  assert.deepEqual(violations, []);
  assert.deepEqual(reportedErrors, []);
});

test('the policy is active: violations are counted', async () => {
  const page = await open();
  await page.evaluate(() => {
    document.body.setAttribute('style', 'color: red');
    try {
      document.body.innerHTML = '<p>';
    } catch {
      // Trusted Types work as intended.
    }
  });
  await waitInPage(page, 'noted.violations.length === 2');
});

/** In small steps, because the page's policy prevents Puppeteer from evaluating text in the page. */
async function waitInPage(page: Page, condition: string): Promise<void> {
  let noted: unknown;
  const holds = async (): Promise<unknown> => {
    noted = await page.evaluate('noted');
    return page.evaluate(condition);
  };
  await waitFor(holds, () => `${condition}; noted: ${JSON.stringify(noted)}; ${reportedErrors.join('\n')}`);
}

async function open(): Promise<Page> {
  const page = await browser.newPage();
  page.on('console', (message) => {
    if (['error', 'warn'].includes(message.type())) reportedErrors.push(message.text());
  });
  page.on('pageerror', (error) => reportedErrors.push(String(error)));
  await page.goto(origin);
  return page;
}
