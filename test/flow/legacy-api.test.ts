import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openSandbox } from '../support/open-sandbox.js';
import { launchChromiumForSites, openTestSites } from '../support/browsers/test-sites.js';

// Closed first: the servers wait for the browser's connections.
const browser = await launchChromiumForSites();
after(() => browser.close());
const sandbox = await openSandbox({
  provider: { allowance: { ratePerHour: '72.00', budget: '1000.00', period: 'P1M' }, minPaymentDelay: 500 },
});
const { provider, script, testWalletAddresses } = sandbox.directory;
const sites = await openTestSites();

/** A page that was written for the first version. */
const PAGE_OF_2019 = `<!doctype html><title>2019</title>
  <script src="${script}" data-provider="${provider}"></script>
  <meta name="monetization" content="${testWalletAddresses['ok']}">
  <script>
    var receivedEvents = [], total = 0;
    if (document.monetization) {
      ['pending', 'start', 'progress', 'stop'].forEach(function (name) {
        document.monetization.addEventListener('monetization' + name, function (event) {
          receivedEvents.push(name + ' ' + document.monetization.state);
          if (name === 'progress') total += Number(event.detail.amount);
        });
      });
    }
  </script>`;

test('a page of 2019 is paid through its <meta>, and receives the whole sequence of events', async () => {
  const page = await browser.newPage();
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(sites.page('old', PAGE_OF_2019));
  await page.waitForFunction('receivedEvents.filter((entry) => entry.startsWith("progress")).length > 1');
  assert.deepEqual(((await page.evaluate('receivedEvents')) as string[]).slice(0, 3), [
    'pending pending',
    'start started',
    'progress started',
  ]);
  assert.ok(Number(await page.evaluate('total')) > 0);
  assert.deepEqual(complaints, []);
  await page.close();
});

test('disconnect() stops payments, persists over a reload, and the spent amount is shown', async () => {
  const page = await browser.newPage();
  await page.goto(sites.page('leaving', PAGE_OF_2019));
  await page.waitForFunction('Number(document.monetization.connection?.spent) > 0');
  await page.evaluate('document.monetization.disconnect()');
  await page.waitForFunction(
    'document.monetization.connection.state === "revoked" && receivedEvents.at(-1)?.startsWith("stop")',
  );
  await page.reload();
  await page.waitForFunction('document.monetization.connection?.state === "revoked"');
  assert.equal(await page.evaluate('document.monetization.agentState.status'), 'not-connected');
  await page.close();
});
