import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { launchChromium } from '../support/chromium.js';
import { openSandbox } from '../support/sandbox.js';
import { listen } from '../support/wallet-client.js';

/** What a captive portal, a bot check, an offline page or a proxy answers in a provider's place. */
const ANSWERS = [
  { status: 200, type: 'text/html', body: '<h1>You are offline</h1>' },
  { status: 403, type: 'text/html', body: '<h1>Checking your browser</h1>' },
  { status: 200, type: 'application/json', body: '' },
  { status: 200, type: 'application/json', body: '{"id": "' },
  { status: 502, type: 'text/html', body: '<h1>Bad Gateway</h1>' },
  { status: 404, type: 'text/html', body: '' },
];
/** The calls of the relay, and after how many of them the answer is replaced. */
const CALLS: [path: string, skip: number][] = [
  ['/relay', 0],
  ['/relay/connections', 0],
  ['/relay/wallet-addresses', 0],
  ['/relay/sessions', 0],
  ['/relay/sessions/[^/]+/payments', 0],
  ['/relay/sessions/[^/]+/payments', 1],
];

const sandbox = await openSandbox({
  provider: { allowance: { ratePerHour: '72.00', budget: '1000.00', period: 'P1M' }, minPaymentDelay: 500 },
});
const { provider, script, testWalletAddresses } = sandbox.directory;

/** A site whose service worker sees what its pages ask the provider, and answers one call itself. */
const WORKER = `
  const { path, skip, status, type, body } = Object.fromEntries(new URL(location).searchParams);
  let left = Number(skip);
  let answered = false;
  addEventListener('install', () => skipWaiting());
  addEventListener('activate', (event) => event.waitUntil(clients.claim()));
  addEventListener('fetch', (event) => {
    const { pathname, origin } = new URL(event.request.url);
    if (answered || origin === location.origin || !new RegExp('^' + path + '$').test(pathname)) return;
    if (left-- > 0) return;
    answered = true;
    // The provider hears of it, as it does when the answer is lost on its way back.
    event.respondWith(
      fetch(event.request).then(() => new Response(body, { status, headers: { 'content-type': type } })),
    );
  });`;

const REGISTER = `<!doctype html><script>
  navigator.serviceWorker.register('/worker.js' + location.search).then(() => navigator.serviceWorker.ready).then(() => (window.ready = true));
</script>`;

const PAGE = `<!doctype html><title>News</title><script>
  window.noted = [];
  window.codes = [];
  addEventListener('error', (event) => event instanceof ErrorEvent && noted.push('uncaught'), true);
  addEventListener('unhandledrejection', () => noted.push('unhandled'));
  for (const type of ['load', 'error', 'monetization'])
    document.addEventListener(type, ({ target }) => target.rel === 'monetization' && noted.push(type), true);
</script>
<script src="${script}" data-provider="${provider}"></script>
<script>document.monetization.addEventListener('agentstatechange', () => {
  const { error, sessions } = document.monetization.agentState;
  for (const { code } of [error, ...sessions.map(({ error }) => error)].filter(Boolean)) codes.push(code);
})</script>
<link rel="monetization" href="${testWalletAddresses['ok']}">`;

const server = createServer(({ url = '' }, response) => {
  const isWorker = url.startsWith('/worker.js');
  response.setHeader('content-type', isWorker ? 'text/javascript' : 'text/html');
  response.end(isWorker ? WORKER : url.startsWith('/register') ? REGISTER : PAGE);
});
const browser = await launchChromium();
after(async () => {
  await browser.close();
  server.close();
});
const { port } = new URL(await listen(server));

CALLS.forEach(([path, skip], index) => {
  // Each call with two of the answers; each answer with two of the calls.
  for (const answer of [ANSWERS[index], ANSWERS[(index + 1) % ANSWERS.length]]) {
    if (!answer) continue;
    const { status, type, body } = answer;
    test(`${status} ${type} ${JSON.stringify(body)} in place of ${path}: tried again, and paid`, async () => {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      const query = new URLSearchParams({ path, skip: `${skip}`, status: `${status}`, type, body });
      await page.goto(`http://localhost:${port}/register?${query}`);
      await page.waitForFunction('window.ready');
      await page.goto(`http://localhost:${port}/news`);
      const paidAfterwards = 'codes.length && noted.lastIndexOf("monetization") > noted.lastIndexOf("error")';
      await page.waitForFunction(paidAfterwards, { timeout: 20_000 });
      const noted = (await page.evaluate('noted')) as string[];
      assert.ok(noted.includes('load'));
      assert.deepEqual(
        noted.filter((event) => event.startsWith('un')),
        [],
      );
      const codes = new Set((await page.evaluate('codes')) as string[]);
      codes.delete('not-connected');
      assert.deepEqual([...codes], ['provider-answer-invalid']);
      await context.close();
    });
  }
});
