import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type {} from '../../src/page/agent/state/state.js';
import type {} from '../../src/page/api/globals.js';
import { openSandbox } from '../support/open-sandbox.js';
import { launchChromiumForSites, openTestSites } from '../support/browsers/test-sites.js';

// Closed first: the servers wait for the browser's connections.
const browser = await launchChromiumForSites();
after(() => browser.close());
/** A cent every half second: like the demo, with shorter waits. */
const ALLOWANCE = { ratePerHour: '72.00', budget: '1000.00', period: 'P1M' };
const sandbox = await openSandbox({ provider: { allowance: ALLOWANCE, minPaymentDelay: 500 } });
const sites = await openTestSites();
const { script, provider, testWalletAddresses } = sandbox.directory;
const wallet = testWalletAddresses['ok'] as string;
const walletOrigin = new URL(wallet).origin;

/** The sources that the page needs, without a directive for wallets. */
const OTHERS = `script-src 'unsafe-inline' ${new URL(script).origin}; connect-src 'self' ${provider}`;

/**
 * A policy in `<meta>` in addition to {@link OTHERS}, and the outcome of a link to a wallet on another
 * origin.
 */
const META_POLICIES: [string, string][] = [
  ['', 'load, paid'],
  [`default-src 'self'`, 'error, monetization-src'],
  [`default-src 'none'; monetization-src ${walletOrigin}`, 'load, paid'],
  [`monetization-src ${wallet}`, 'load, paid'],
  [`monetization-src ${walletOrigin}/other`, 'error, monetization-src'],
  [`monetization-src http://localhost:*`, 'load, paid'],
  [`monetization-src 'none'`, 'error, monetization-src'],
];

for (const [policy, expected] of META_POLICIES) {
  test(`<meta> with "${policy.replaceAll(/:\d+/g, ':…')}": ${expected}`, async () => {
    const { page, lines } = await open(sites.page('meta', html({ policy: `${OTHERS}; ${policy}` })));
    assert.equal(await outcomeIn(page), expected);
    const reports = lines.filter((line) => line.includes('Refused to load the wallet address'));
    assert.equal(reports.length, expected.startsWith('error') ? 1 : 0);
    await page.close();
  });
}

test('a blocked link is reported in the words of browsers, and sends no request', async () => {
  const { page, lines, requestedUrls } = await open(
    sites.page('meta', html({ policy: `${OTHERS}; monetization-src 'none'` })),
  );
  assert.equal(await outcomeIn(page), 'error, monetization-src');
  const report = lines.find((line) => line.startsWith('[wm-polyfill]')) ?? '';
  assert.ok(
    report.includes(
      `Refused to load the wallet address '${wallet}' because it violates the following Content Security Policy directive: "monetization-src 'none'".`,
    ),
    report,
  );
  assert.deepEqual(
    requestedUrls.filter((url) => url.includes('/wallet-addresses')),
    [],
  );
  await page.close();
});

test('a policy in a <meta> that is inserted later applies to later links', async () => {
  const { page } = await open(sites.page('meta', html({})));
  assert.equal(await outcomeIn(page), 'load, paid');
  await page.evaluate((href) => {
    const meta = document.createElement('meta');
    meta.httpEquiv = 'Content-Security-Policy';
    meta.content = "monetization-src 'none'";
    document.head.append(meta);
    document.head.append(Object.assign(document.createElement('link'), { rel: 'monetization', href }));
  }, testWalletAddresses['alias'] as string);
  await page.waitForFunction(
    'document.monetization.agentState.sessions[1]?.error?.code === "monetization-src"',
  );
  assert.equal(await page.evaluate('document.monetization.agentState.sessions[0].status'), 'active');
  await page.close();
});

/** A header of a page with data-policy="headers", and the outcome of its link. */
const HEADERS: [name: string, value: string, outcome: string][] = [
  ['permissions-policy', '', 'load, paid'],
  ['permissions-policy', 'monetization=()', 'no event, monetization-not-allowed'],
  ['permissions-policy', 'monetization=(self), camera=()', 'load, paid'],
  ['content-security-policy', "img-src 'none'", 'load, paid'],
  ['content-security-policy', `${OTHERS}; default-src 'none'`, 'error, monetization-src'],
  [
    'content-security-policy',
    `${OTHERS}; default-src 'none'; monetization-src ${walletOrigin}`,
    'load, paid',
  ],
  ['content-security-policy', `connect-src ${provider}`, 'error, policy-unavailable'],
];

for (const [name, value, expected] of HEADERS) {
  const shown = value.replace(OTHERS, '…').replaceAll(/:\d+/g, ':…');
  test(`data-policy="headers" and ${name}: ${shown} → ${expected}`, async () => {
    const headers = { [name]: value };
    const { page } = await open(
      sites.page('headers', html({ attributes: 'data-policy="headers"' }), headers),
    );
    assert.equal(await outcomeIn(page), expected);
    await page.close();
  });
}

test('the headers need one request, or none if the document is in the HTTP cache', async () => {
  for (const [caching, most] of [
    ['no-store', 1],
    ['no-cache', 0],
  ] as const) {
    const url = sites.page('headers', html({ attributes: 'data-policy="headers"' }), {
      'cache-control': caching,
    });
    const { page } = await open(url);
    assert.equal(await outcomeIn(page), 'load, paid');
    await page.evaluate((href) => {
      document.head.append(Object.assign(document.createElement('link'), { rel: 'monetization', href }));
    }, testWalletAddresses['alias'] as string);
    await page.waitForFunction('document.monetization.agentState.sessions[1]?.status === "active"');
    const heads = sites.requests.filter((request) => request === `HEAD ${new URL(url).pathname}`);
    assert.equal(heads.length, most, caching);
    await page.close();
  }
});

test('without data-policy="headers" no request for them is sent', async () => {
  const url = sites.page('headers', html({}), { 'permissions-policy': 'monetization=()' });
  const { page } = await open(url);
  assert.equal(await outcomeIn(page), 'load, paid');
  assert.equal(sites.requests.includes(`HEAD ${new URL(url).pathname}`), false);
  await page.close();
});

test('the Permissions-Policy of a page limits what its allow attributes can delegate', async () => {
  const sourceOf = (around: string) => new URL(around).origin;
  for (const [site, expected] of [
    ['child', 'load, paid'],
    ['other', 'no event, monetization-not-allowed'],
  ] as const) {
    const child = sites.page(site, html({}));
    const named = sourceOf(sites.page('child', ''));
    const around = html({ attributes: 'data-policy="headers"', link: false });
    const { page } = await open(
      sites.page('headers', `${around}<iframe src="${child}" allow="monetization"></iframe>`, {
        'permissions-policy': `monetization=(self "${named}")`,
      }),
    );
    assert.equal(await outcomeIn(page, child), expected);
    await page.close();
  }
});

test('a frame of the same origin obeys the headers of its embedding page', async () => {
  const child = sites.page('headers', html({}));
  const around = html({ attributes: 'data-policy="headers"', link: false });
  const { page } = await open(
    sites.page('headers', `${around}<iframe src="${child}"></iframe>`, {
      'permissions-policy': 'monetization=()',
    }),
  );
  assert.equal(await outcomeIn(page, child), 'no event, monetization-not-allowed');
  await page.close();
});

test('a page whose policies cannot be loaded pays nothing', async () => {
  const page = await browser.newPage();
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    if (request.url().endsWith('wm-policy.js')) void request.abort();
    else void request.continue();
  });
  await page.goto(sites.page('meta', html({ policy: OTHERS })));
  assert.equal(await outcomeIn(page), 'error, policy-unavailable');
  await page.close();
});

interface PageOptions {
  /** The content of a `<meta>`. */
  policy?: string;
  /** Attributes of the script tag. */
  attributes?: string;
  link?: boolean;
}

function html({ policy, attributes = '', link = true }: PageOptions): string {
  const meta = policy === undefined ? '' : `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  const log = "onload='this.receivedType = event.type' onerror='this.receivedType = event.type'";
  return `<!doctype html><title>A page</title>${meta}<script src="${script}" data-provider="${provider}" ${attributes}></script>
    ${link ? `<link rel="monetization" href="${wallet}" ${log}>` : ''}`;
}

async function open(url: string): Promise<{ page: Page; lines: string[]; requestedUrls: string[] }> {
  const page = await browser.newPage();
  const lines: string[] = [];
  const requestedUrls: string[] = [];
  page.on('request', (request) => requestedUrls.push(request.url()));
  page.on('console', (message) => lines.push(message.text()));
  await page.goto(url);
  return { page, lines, requestedUrls };
}

/** The link's event, and `paid` or its error code. */
async function outcomeIn(page: Page, url = page.url()): Promise<string> {
  const frame = await page.waitForFrame((candidate) => candidate.url() === url);
  const settled = await frame.waitForFunction(
    () => {
      const { sessions = [], totals = [] } = document.monetization?.agentState ?? {};
      const { receivedType } = document.querySelector('link') as HTMLLinkElement & { receivedType?: string };
      const code = sessions[0]?.error?.code;
      if (code && code !== 'monetization-not-allowed' && !receivedType) return null;
      return code || totals.length > 0 ? `${receivedType ?? 'no event'}, ${code ?? 'paid'}` : null;
    },
    { timeout: 15_000 },
  );
  return settled.jsonValue() as Promise<string>;
}
