import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { HTTPRequest, Page } from 'puppeteer-core';
import { launchChromiumShell } from '../../support/browsers/chromium.js';
import { serveStatusPage } from '../../support/browsers/status-page.js';

const GERMAN_PAGE = `<script type="module" src="./wm-status.js"></script>
  <body><wm-status lang="de"></wm-status>
  <script>document.querySelector('wm-status').source = new Agent();</script>`;

const browser = await launchChromiumShell();
after(() => browser.close());

// One after the other, each would take the time of a request.
test('<wm-status> loads its panel and its texts at the same time', async () => {
  const page = await browser.newPage();
  await holdUntilRequested(page, 'wm-status.de.js', 'wm-status.panel.js');

  await page.goto(await serveStatusPage(GERMAN_PAGE));
  const card = await page.waitForFunction(
    "document.querySelector('wm-status').shadowRoot?.querySelector('.card')?.innerText",
    { timeout: 10_000 },
  );

  assert.match(String(await card.jsonValue()), /Budget\s+1,75\s\$ von 5,00\s\$/);
});

/** The response of `held` is sent when `awaited` has been requested. */
async function holdUntilRequested(page: Page, held: string, awaited: string): Promise<void> {
  const isFor = (request: HTTPRequest, file: string): boolean => request.url().endsWith(`/${file}`);
  let onRequest = (): void => undefined;
  const requested = new Promise<void>((resolve) => (onRequest = resolve));
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (isFor(request, awaited)) onRequest();
    const released = isFor(request, held) ? requested : Promise.resolve();
    void released.then(() => request.continue());
  });
}
