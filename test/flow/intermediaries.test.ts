import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, request as ask, type ServerResponse } from 'node:http';
import { after, test } from 'node:test';
import { launchChromiumShell } from '../support/browsers/chromium.js';
import { freePort } from '../support/free-ports.js';
import { openSandbox } from '../support/open-sandbox.js';
import { listen } from '../support/wallets/wallet-client.js';
import { readVisitorsPayments } from '../support/wallets/official-client.js';

interface ProviderResponse {
  status: number;
  type?: string;
  body: string;
}

/** Responses of an intermediary in place of the provider's. The provider has processed the request. */
const REPLACEMENT_RESPONSES: Record<string, ((answer: ProviderResponse) => ProviderResponse) | 'nobody'> = {
  'an offline page, 200': () => ({ status: 200, type: 'text/html', body: '<h1>Offline</h1>' }),
  'a bot check, 403': () => ({ status: 403, type: 'text/html', body: '<h1>Checking your browser</h1>' }),
  'a bad gateway, 502': () => ({ status: 502, type: 'text/html', body: '<h1>Bad Gateway</h1>' }),
  'an empty body': ({ status }) => ({ status, body: '' }),
  'half of the JSON': ({ status, type = '', body }) => ({ status, type, body: body.slice(0, 20) }),
  // The site's own service worker responds with its page.
  'a service worker’s offline page': 'nobody',
};

/** The relay calls whose first response is replaced, on each site. */
const CALLS = [
  /^GET \/relay$/,
  /^POST \/relay\/connections$/,
  /^POST \/relay\/wallet-addresses$/,
  /^POST \/relay\/sessions$/,
  /^POST \/relay\/sessions\/[^/]+\/payments$/,
];

const SERVICE_WORKER = `
  addEventListener('install', (event) => event.waitUntil(caches.open('v').then((cache) => cache.add('/offline.html'))));
  addEventListener('activate', (event) => event.waitUntil(clients.claim()));
  addEventListener('fetch', (event) => event.respondWith(fetch(event.request).catch(() => caches.match('/offline.html'))));`;

const answers = new Map<string, (typeof REPLACEMENT_RESPONSES)[string]>();
const replaced: string[] = [];
const port = await freePort();
const provider = `http://localhost:${port}`;
const sandbox = await openSandbox({
  provider: {
    origin: provider,
    allowance: { ratePerHour: '72.00', budget: '1000.00', period: 'P1M' },
    minPaymentDelay: 500,
  },
});
const { script, testWalletAddresses, provider: upstream } = sandbox.directory;
const intermediary = createServer((request, response) => forward(request, response));
await new Promise<void>((resolve) => intermediary.listen(port, 'localhost', resolve));
after(() => intermediary.close());
const browser = await launchChromiumShell();
after(() => browser.close());

test('after one replaced response per call, the page is paid and receives each payment once', async () => {
  const receivedPayments = (await Promise.all(Object.keys(REPLACEMENT_RESPONSES).map(visit))).flat();
  // Each call of each site had one replaced response.
  assert.equal(new Set(replaced).size, CALLS.length * Object.keys(REPLACEMENT_RESPONSES).length);

  const payments = await readVisitorsPayments(sandbox);
  const receivers = new Set(receivedPayments);
  for (const incomingPayment of receivers) {
    const events = receivedPayments.filter((each) => each === incomingPayment).length;
    const paid = payments.filter(({ receiver }) => receiver === incomingPayment).length;
    // The newest payment may be in flight when the page closes.
    assert.ok(paid === events || paid === events + 1, `${events} events for ${paid} payments`);
  }
});

/** The incoming payments of the page's events. */
async function visit(name: string): Promise<string[]> {
  const [origin, site] = await openSite();
  after(() => site.close());
  // A separate window, because tabs hide each other.
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  const errors: unknown[] = [];
  page.on('pageerror', (error) => errors.push(error));
  if (REPLACEMENT_RESPONSES[name] === 'nobody') {
    await page.goto(`${origin}/offline.html`);
    await page.evaluate(async () => {
      await navigator.serviceWorker.register('/sw.js');
      await navigator.serviceWorker.ready;
    });
  }
  answers.set(origin, REPLACEMENT_RESPONSES[name] as never);
  await page.goto(`${origin}/`);
  await page.waitForFunction('window.receivedPayments.length >= 3', { timeout: 90_000 });
  const { receivedPayments, events } = (await page.evaluate('({ receivedPayments, events })')) as Record<
    string,
    string[]
  >;
  // The link's first request has failed.
  assert.deepEqual(events?.slice(0, 2), ['error', 'load'], name);
  assert.deepEqual(errors, []);
  await page.close();
  await context.close();
  return receivedPayments as string[];
}

async function openSite() {
  const html = `<!doctype html><title>Site</title>
    <script>
      const [receivedPayments, events] = [[], []];
      Object.assign(window, { receivedPayments, events });
      addEventListener('monetization', ({ incomingPayment }) => receivedPayments.push(incomingPayment));
      for (const type of ['load', 'error'])
        document.addEventListener(type, ({ target }) => target.rel === 'monetization' && events.push(type), true);
    </script>
    <script src="${script}" data-provider="${provider}"></script>
    <link rel="monetization" href="${testWalletAddresses['ok']}">`;
  const site = createServer((request, response) => {
    const isWorker = request.url === '/sw.js';
    response.setHeader('content-type', isWorker ? 'text/javascript' : 'text/html');
    response.end(isWorker ? SERVICE_WORKER : request.url === '/' ? html : '<!doctype html><h1>Offline</h1>');
  });
  return [await listen(site), site] as const;
}

function forward(request: IncomingMessage, response: ServerResponse): void {
  const { method, url, headers } = request;
  const onward = ask(`${upstream}${url}`, { method, headers }, (answer) => {
    const chunks: Buffer[] = [];
    answer.on('data', (chunk: Buffer) => chunks.push(chunk));
    answer.on('end', () => deliver(request, response, answer, Buffer.concat(chunks).toString()));
  });
  onward.on('error', () => response.destroy());
  request.pipe(onward);
}

function deliver(
  { method, url, headers }: IncomingMessage,
  response: ServerResponse,
  { statusCode: status = 500, headers: given }: IncomingMessage,
  body: string,
): void {
  const replace = answers.get(headers.origin ?? '');
  const call = CALLS.find((each) => each.test(`${method} ${url}`));
  const key = `${headers.origin} ${String(call)}`;
  // A rejection that requires a nonce is not replaced, because the agent expects it.
  if (!call || !replace || status >= 400 || replaced.includes(key)) {
    response.writeHead(status, given).end(body);
    return;
  }
  replaced.push(key);
  if (replace === 'nobody') {
    response.destroy();
    return;
  }
  const answer = replace({ status, body, type: given['content-type'] ?? '' });
  response.writeHead(answer.status, {
    'access-control-allow-origin': headers.origin,
    ...(answer.type && { 'content-type': answer.type }),
  });
  response.end(answer.body);
}
