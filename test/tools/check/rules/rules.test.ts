import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, describe, test } from 'node:test';
import { buildSync } from 'esbuild';
import { chromium } from 'playwright-core';
import { checkPage, type PageFinding } from '../../../../src/tools/check/check-page.js';
import { SCRIPT_ATTRIBUTES } from '../../../../src/protocol/script-attributes.js';
import { CHECK_RULES } from '../../../../src/tools/check/rules/rules.js';
import { CHROMIUM_FLAGS, CHROMIUM_SHELL } from '../../../chromium.mjs';
import { freePorts } from '../../../support/free-ports.js';
import { openSandbox } from '../../../support/open-sandbox.js';

/** A page with one defect, and the same page without it. Other findings are ignored. */
interface Case {
  readonly rule: string;
  readonly defect: string | Page;
  readonly fixed: string | Page;
  /** The line of the defect: in the page, unless a file is named. Undefined: no line. */
  readonly line: number | null;
  readonly file?: string;
}

interface Page {
  readonly html: string;
  readonly headers?: Record<string, string>;
  /** Default: localhost. */
  readonly host?: string;
}

const sandbox = await openSandbox();
const { script, provider } = sandbox.directory;
const { demo: port } = await freePorts();

const LINK = '<link rel="monetization" href="https://wallet.example/alice">';
const AGENT = `<script src="${script}" data-provider="${provider}"></script>`;
const page = (...lines: string[]) => ['<!doctype html>', '<title>A page</title>', ...lines].join('\n');
const inScript = (...lines: string[]) =>
  page(LINK, '<p id="paid" hidden>Thank you</p>', '<script>', ...lines, '</script>');
const listener = (code: string) => `addEventListener('monetization', (event) => { ${code} });`;

const CASES: Case[] = [
  {
    rule: 'page-not-secure',
    defect: { html: page(LINK), host: 'shop.example' },
    fixed: page(LINK),
    line: null,
  },
  {
    rule: 'native-agent',
    defect: page('<script src="/wm.js" data-provider="https://provider.example" data-force></script>', LINK),
    fixed: page('<script src="/wm.js" data-provider="https://provider.example"></script>', LINK),
    line: 3,
  },
  {
    rule: 'native-agent',
    defect: page(`<script src="${script}" data-provider="${provider}" data-passive></script>`, LINK),
    fixed: page(`<script src="${script}" data-provider="${provider}" data-force></script>`, LINK),
    line: 3,
  },
  { rule: 'link-missing', defect: page('<p>No link</p>'), fixed: page(LINK), line: null },
  ...[
    '<link rel="web-monetization" href="https://wallet.example/alice">',
    '<link rel="monetisation" href="https://wallet.example/alice">',
    '<link rel="monetizaton" href="https://wallet.example/alice">',
    '<link name="monetization" href="https://wallet.example/alice">',
    '<a rel="monetization" href="https://wallet.example/alice">Alice</a>',
    '<meta property="monetization" content="https://wallet.example/alice">',
  ].map((tag) => ({
    rule: 'link-misspelt',
    defect: page(LINK, tag),
    fixed: page(LINK, '<link rel="payment" href="/pay"><a rel="next" name="automation" href="/b">Next</a>'),
    line: 4,
  })),
  {
    rule: 'link-not-in-document',
    defect: page(
      '<div></div>',
      `<script>document.querySelector('div').attachShadow({ mode: 'closed' }).innerHTML = '${LINK}'</script>`,
    ),
    fixed: page(LINK),
    line: null,
  },
  {
    rule: 'link-not-in-document',
    defect: page(
      '<template>',
      '<link rel="monetization" href="https://wallet.example/bob">',
      '</template>',
      LINK,
    ),
    fixed: page(LINK),
    line: 4,
  },
  {
    rule: 'link-in-body',
    defect: page('<body>', '<p></p>', LINK),
    fixed: page(LINK, '<body>', '<p></p>'),
    line: 5,
  },
  {
    rule: 'link-in-body',
    defect: page('<body>', `<p>${LINK}</p>`),
    fixed: page('<body>', `<video>${LINK}</video>`),
    line: 4,
  },
  {
    rule: 'rel-exact',
    defect: page(LINK.replace('"monetization"', '"monetization nofollow"')),
    fixed: page(LINK),
    line: 3,
  },
  {
    rule: 'rel-exact',
    defect: page(LINK.replace('"monetization"', '"Monetization"')),
    fixed: page(LINK),
    line: 3,
  },
  ...[
    'https://wallet.example:8443/alice',
    'http://wallet.example/alice',
    'https://wallet.example/alice?pay=1',
    '$wallet.example/alice',
    '',
    'wallet.example/alice',
    'wallet.example:8443/alice',
    '//wallet.example/alice',
    'https//wallet.example/alice',
  ].map((href) => ({
    rule: 'wallet-address-url',
    defect: page('', LINK.replace('https://wallet.example/alice', href)),
    fixed: page('', LINK),
    line: 4,
  })),
  ...['404', 'html', 'bad-json', 'silent', 'no-scale'].map((path) => ({
    rule: 'wallet-address-response',
    defect: page(LINK.replace('alice', path)),
    fixed: page(LINK),
    line: 3,
  })),
  {
    rule: 'iframe-allow',
    defect: page(LINK, `<iframe src="http://other.localhost:${port}/framed"></iframe>`),
    fixed: page(LINK, `<iframe src="http://other.localhost:${port}/framed" allow="monetization"></iframe>`),
    line: 4,
  },
  {
    rule: 'iframe-allow',
    defect: page(LINK, '<iframe src="/framed" allow="fullscreen; monetization"></iframe>'),
    fixed: page(
      LINK,
      '<iframe src="/framed" allow="monetization"></iframe>',
      '<iframe src="/plain"></iframe>',
    ),
    line: 4,
  },
  {
    rule: 'script-not-loaded',
    defect: page(AGENT.replace('wm.js', 'wmm.js'), LINK),
    fixed: page(AGENT, LINK),
    line: 3,
  },
  ...[' type="text/plain"', ' type="0a1b2c-text/javascript"', ' language="vbscript"', ' nomodule'].map(
    (attribute) => ({
      rule: 'script-inert',
      defect: page(AGENT.replace(' data', `${attribute} data-category="payments" data`), LINK),
      // A consent manager has inserted a script and kept the original one.
      fixed: page(
        AGENT.replace(' data', `${attribute} data`),
        LINK,
        `<script>document.head.append(Object.assign(document.createElement('script'), { src: '${script}' }));
        document.head.lastChild.dataset.provider = '${provider}'</script>`,
      ),
      line: 3,
    }),
  ),
  ...['text/javascript', 'Application/ECMAScript', ''].map((type) => ({
    rule: 'script-inert',
    defect: page(AGENT.replace(' data', ` type="text/x-for-${type || 'none'}" data`), LINK),
    fixed: page(AGENT.replace(' data', ` type="${type}" data`), LINK),
    line: 3,
  })),
  {
    rule: 'script-late',
    defect: page(AGENT.replace(' data', ' async data'), LINK),
    fixed: page(AGENT, LINK),
    line: 3,
  },
  {
    rule: 'script-late',
    defect: page(AGENT.replace(' data', ' type="module" data'), LINK),
    fixed: page(AGENT, LINK),
    line: 3,
  },
  {
    rule: 'unknown-attribute',
    defect: page(AGENT.replace('></', ' data-providr="x"></'), LINK),
    fixed: page(AGENT, LINK),
    line: 3,
  },
  {
    rule: 'unknown-attribute',
    defect: page(AGENT.replace('></', ' data-amount-sent="both"></'), LINK),
    fixed: page(AGENT.replace('></', ' data-amount-sent="receiver"></'), LINK),
    line: 3,
  },
  {
    rule: 'simulate-in-public',
    defect: { html: page(AGENT.replace(provider, 'simulate'), LINK), host: 'shop.example' },
    fixed: page(AGENT.replace(provider, 'simulate'), LINK),
    line: 3,
  },
  {
    rule: 'csp-blocks',
    defect: { html: page(AGENT, LINK), headers: { 'content-security-policy': "script-src 'self'" } },
    fixed: {
      html: page(AGENT, LINK),
      headers: { 'content-security-policy': `script-src ${new URL(script).origin}; connect-src ${provider}` },
    },
    line: 3,
  },
  {
    rule: 'csp-blocks',
    defect: { html: page(AGENT, LINK), headers: { 'content-security-policy': "connect-src 'self'" } },
    fixed: { html: page(AGENT, LINK), headers: { 'content-security-policy': `connect-src ${provider}` } },
    line: 3,
  },
  {
    rule: 'agent-error',
    defect: page(AGENT.replace(provider, 'http://localhost:9'), LINK),
    fixed: page(AGENT, LINK),
    line: 3,
  },
  {
    rule: 'supports-too-early',
    defect: page(
      `<script>document.createElement('link').relList.supports('monetization')</script>`,
      AGENT,
      LINK,
    ),
    fixed: page(
      AGENT,
      `<script>document.createElement('link').relList.supports('monetization')</script>`,
      LINK,
    ),
    line: 3,
  },
  {
    rule: 'supports-late',
    defect: inScript(
      `setTimeout(() => document.createElement('link').relList.supports('monetization'), 700);`,
    ),
    fixed: inScript(`document.createElement('link').relList.supports('monetization');`),
    line: 6,
  },
  {
    rule: 'link-queried-too-early',
    defect: page(
      `<script>document.querySelector('link[rel=monetization]')?.addEventListener('monetization', () => {})</script>`,
      LINK,
    ),
    fixed: page(
      LINK,
      `<script>document.querySelector('link[rel=monetization]')?.addEventListener('monetization', () => {})</script>`,
    ),
    line: 3,
  },
  {
    rule: 'link-queried-too-early',
    defect: page(AGENT, `<script>document.querySelector('link[rel=monetization]')</script>`, LINK),
    fixed: page(AGENT, LINK, `<script>document.querySelector('link[rel=monetization]')</script>`),
    line: 4,
  },
  {
    rule: 'unlock-on-load',
    defect: inScript(
      `document.querySelector('link').addEventListener('load', () => { paid.hidden = false; });`,
    ),
    fixed: inScript(
      listener('paid.hidden = false'),
      `document.querySelector('link').onload = () => { document.title = 'loaded' };`,
    ),
    line: null,
  },
  ...[
    'total += Number(event.amountSent.value)',
    'total = total + parseFloat(event.amountSent.value)',
    'total = parseFloat(event.amountSent.value) + total',
    'total += +event.amountSent.value',
    'const { value, currency } = event.amountSent; total += Number(value)',
  ].map((code) => ({
    rule: 'float-sum',
    defect: inScript('let total = 0;', listener(code)),
    fixed: inScript(
      'let total = 0n;',
      listener(
        "total += BigInt(event.amountSent.value.replace('.', '')); document.title = '+' + event.amountSent.value + ' USD'",
      ),
    ),
    line: 7,
  })),
  {
    rule: 'deprecated-meta',
    defect: page('<meta name="monetization" content="$wallet.example/alice">', LINK),
    fixed: page(LINK),
    line: 3,
  },
  {
    rule: 'deprecated-payment-pointer',
    defect: inScript(listener('send(event.paymentPointer)')),
    fixed: inScript(listener('send(event.walletAddress ?? event.paymentPointer)'), 'const send = () => {};'),
    line: 6,
  },
  {
    rule: 'deprecated-payment-pointer',
    defect: page(LINK, '<script src="/old.js"></script>'),
    fixed: page(LINK, '<script src="/new.js"></script>'),
    line: 2,
    file: '/old.js',
  },
  {
    rule: 'deprecated-document-monetization',
    defect: inScript(`document.monetization?.addEventListener('monetizationstart', () => {});`),
    fixed: inScript(listener('')),
    line: 6,
  },
];

const pages = new Map<string, Page & { type?: string }>([
  ['/framed', { html: page(LINK) }],
  ['/plain', { html: page() }],
  [
    '/old.js',
    { html: '// a file of its own\nonmonetization = ({ paymentPointer }) => {};', type: 'text/javascript' },
  ],
  ['/new.js', { html: 'onmonetization = ({ walletAddress }) => {};', type: 'text/javascript' }],
]);
const server = createServer(({ url = '' }, response) => {
  const {
    html,
    headers,
    type = 'text/html; charset=utf-8',
  } = pages.get(url.split('?')[0] ?? '') ?? { html: '' };
  response
    .writeHead(pages.has(url.split('?')[0] ?? '') ? 200 : 404, { 'content-type': type, ...headers })
    .end(html);
});
await new Promise<void>((resolve) => server.listen(port, resolve));
const browser = await chromium.launch({
  executablePath: CHROMIUM_SHELL,
  args: [
    ...CHROMIUM_FLAGS,
    '--host-resolver-rules=MAP shop.example 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE *.localhost, EXCLUDE 127.0.0.1',
  ],
});
after(async () => {
  await browser.close();
  server.closeAllConnections();
  server.close();
});

describe('rules', { concurrency: 4 }, () => {
  for (const [index, { rule, defect, fixed, line, file }] of CASES.entries()) {
    test(`${rule} is found with the defect, and not without (${index + 1})`, async () => {
      const [found, left] = await Promise.all([
        check(`/defect-${index}`, defect),
        check(`/fixed-${index}`, fixed),
      ]);
      const hits = found.filter((finding) => finding.rule === rule);
      assert.equal(hits.length, 1, JSON.stringify(found, null, 1));
      const [hit] = hits as [PageFinding];
      assert.equal(hit.line, line);
      if (line !== null) assert.ok(hit.file.endsWith(file ?? `/defect-${index}`), hit.file);
      assert.match(
        hit.spec,
        /^https:\/\/(webmonetization\.org\/specification|html\.spec\.whatwg\.org|github\.com\/interledger)\//,
      );
      assert.ok(hit.message.endsWith('.') || hit.message.endsWith(')'), hit.message);
      assert.deepEqual(
        left.filter((finding) => finding.rule === rule),
        [],
      );
    });
  }
});

/** A page is checked after its redirects have ended. */
const MOVES: [how: string, html: string][] = [
  ['meta refresh', '<meta http-equiv="refresh" content="0; url=/en/">'],
  [
    'meta refresh after a second',
    '<link rel="monetization"><meta http-equiv="refresh" content="1;URL=\'/en/\'">',
  ],
  ['script', `<script>location.replace('/en/')</script>`],
  ['script that waits for the page', `<script>onload = () => { location.href = '/en/' }</script>`],
];
for (const [how, html] of MOVES) {
  test(`a page that redirects is checked at its target, with that page’s agent, policy and lines (${how})`, async () => {
    pages.set('/en/', {
      html: page(
        LINK.replace('alice', '404'),
        AGENT,
        `<script>addEventListener('monetizationstart', () => {})</script>`,
      ),
      headers: { 'content-security-policy': `connect-src 'self'` },
    });
    const findings = await check(`/from-${MOVES.findIndex(([one]) => one === how)}`, page('', '', html));
    assert.deepEqual(
      findings.map(({ rule, file, line }) => [rule, new URL(file).pathname, line]),
      [
        ['wallet-address-response', '/en/', 3],
        ['csp-blocks', '/en/', 4],
        ['agent-error', '/en/', 4],
        ['deprecated-document-monetization', '/en/', 5],
      ],
    );
  });
}

test('a page that redirects to itself forever cannot be checked', async () => {
  pages.set('/round', { html: page(`<script>location.replace('/round?' + Math.random())</script>`) });
  pages.set('/refreshes', { html: page(LINK, '<meta http-equiv="refresh" content="1; url=/refreshes">') });
  await assert.rejects(
    check('/round', page(`<script>location.replace('/round')</script>`)),
    /redirects in a loop/,
  );
  const findings = await checkPage(browser, `http://localhost:${port}/refreshes`, OPTIONS);
  assert.deepEqual(findings, [], 'a page that only refreshes itself');
});

test('a bundled agent is the one that runs, and its errors are reported', async () => {
  pages.set('/app.js', { html: bundle('http://localhost:9'), type: 'text/javascript' });
  pages.set('/paid.js', { html: bundle(provider), type: 'text/javascript' });
  const policy = { 'content-security-policy': `connect-src 'self'` };
  const rulesOf = async (path: string, html: string, headers = {}) => {
    const findings = await check(path, { html, headers });
    return findings.map(({ rule, severity, file }) => `${severity} ${rule} ${new URL(file).pathname}`);
  };
  assert.deepEqual(
    await rulesOf('/bundle', page(LINK, '<script type="module" src="/app.js"></script>'), policy),
    ['problem csp-blocks /bundle', 'problem agent-error /bundle', 'problem float-sum /app.js'],
  );
  assert.deepEqual(
    await rulesOf('/paid-bundle', page(LINK, '<script type="module" src="/paid.js"></script>')),
    ['problem float-sum /paid.js'],
  );
  const tag = `<script type="module" src="/paid.js" data-provider="${provider}"></script>`;
  assert.deepEqual(await rulesOf('/tagged-bundle', page(LINK, tag)), [
    'warning script-late /tagged-bundle',
    'problem float-sum /paid.js',
  ]);
});

/** The documented code, and a wrong sum. */
function bundle(provider: string): string {
  const contents = `
    import { apply, isSupported, startAgent } from 'wm-polyfill/fn';
    if (!isSupported()) {
      apply();
      startAgent({ provider: ${JSON.stringify(provider)} });
    }
    let total = 0;
    addEventListener('monetization', (event) => { total += Number(event.amountSent.value); });`;
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: process.cwd() },
    ...{ bundle: true, format: 'esm', write: false, minifyWhitespace: true },
  });
  return outputFiles[0]?.text ?? '';
}

test('a relative href gets a suggestion, and a misspelt link does not hide other findings', async () => {
  const withHref = (href: string) => page(LINK.replace('https://wallet.example/alice', href));
  const [relative, ...more] = await check('/relative', withHref('ilp.example/a'));
  assert.deepEqual(more, []);
  assert.equal(relative?.message, 'href="ilp.example/a" is not a wallet address: its scheme is missing.');
  assert.equal(relative?.fix, 'Use href="https://ilp.example/a".');
  const [own] = await check('/own-path', withHref('/alice'));
  assert.match(own?.message ?? '', /it is relative to this page, which is http:/);
  const misspelt = await check('/misspelt', page(LINK.replace('monetization', 'web-monetization')));
  assert.deepEqual(
    misspelt.map(({ rule, message }) => [rule, message]),
    [['link-misspelt', '<link rel="web-monetization"> is not a monetization link. No agent supports it.']],
  );
});

test('every rule has a test, and an entry in the reference', () => {
  const tested = new Set(CASES.map(({ rule }) => rule));
  assert.deepEqual(
    CHECK_RULES.map(({ id }) => id).filter((id) => !tested.has(id)),
    [],
  );
  const reference = readFileSync('docs/reference/check-rules.md', 'utf8');
  for (const { id } of CHECK_RULES) assert.ok(reference.includes(`\`${id}\``), id);
});

test('wm.js and the rule know the same attributes', () => {
  const help = readFileSync('src/page/agent/diagnostics/report-configuration-problems.ts', 'utf8');
  for (const name of new Set(help.match(/data-[a-z-]+(?=')/g))) assert.ok(name in SCRIPT_ATTRIBUTES, name);
});

test('a correct page has no findings, with and without its own agent', async () => {
  const right = [
    LINK,
    '<p id="paid" hidden>Thank you</p>',
    `<script>${listener('paid.hidden = false')}</script>`,
  ];
  assert.deepEqual(await check('/right', page(...right)), []);
  assert.deepEqual(await check('/right-agent', page(AGENT, ...right)), []);
});

test('the demo has warnings only, because its wallet is the sandbox’s', async () => {
  const findings = await checkPage(browser, sandbox.url, OPTIONS);
  assert.deepEqual(
    findings.map(({ rule, severity }) => [rule, severity]),
    [['wallet-address-url', 'warning']],
  );
});

const WALLETS: Record<string, () => Response> = {
  '/alice': () => Response.json(details()),
  '/bob': () => Response.json(details()),
  '/no-scale': () => Response.json({ ...details(), assetScale: undefined }),
  '/html': () => new Response('<p>Alice</p>', { headers: { 'content-type': 'text/html' } }),
  '/bad-json': () => new Response('{"id":', { headers: { 'content-type': 'application/json' } }),
  '/silent': () => {
    throw new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') });
  },
};

const OPTIONS = {
  watchMs: 300,
  onStep: () => undefined,
  // Wallets on https, which tests cannot serve.
  fetch: (async (url, init) => {
    const { hostname, pathname } = new URL(String(url));
    if (hostname !== 'wallet.example') return fetch(url, init);
    return WALLETS[pathname]?.() ?? new Response('', { status: 404 });
  }) satisfies typeof fetch as typeof fetch,
};

function details() {
  const origin = 'https://wallet.example';
  return {
    id: `${origin}/alice`,
    assetCode: 'USD',
    assetScale: 2,
    authServer: origin,
    resourceServer: origin,
  };
}

/** Many cases share their fixed page, so it is checked once. */
const checked = new Map<string, Promise<PageFinding[]>>();

function check(path: string, given: string | Page): Promise<PageFinding[]> {
  const one = typeof given === 'string' ? { html: given } : given;
  const key = JSON.stringify(one);
  const known = checked.get(key);
  if (known) return known;
  pages.set(path, one);
  const watchMs = one.html.includes('setTimeout') ? 1_000 : OPTIONS.watchMs;
  const url = `http://${one.host ?? 'localhost'}:${port}${path}`;
  const findings = checkPage(browser, url, { ...OPTIONS, watchMs });
  checked.set(key, findings);
  return findings;
}
