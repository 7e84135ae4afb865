import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { openScriptSite } from '../support/browsers/script-site.js';
import { launchBrowsersForSites } from '../support/browsers/test-sites.js';

const site = await openScriptSite();
const browsers = await launchBrowsersForSites();
after(() => Promise.all(browsers.map(({ browser }) => browser.close())));

/** A script that runs first and records errors and console lines. */
const RECORDER_SCRIPT = `
  window.noted = { lines: [], errors: [] };
  addEventListener('error', ({ message }) => noted.errors.push(message));
  addEventListener('unhandledrejection', ({ reason }) => noted.errors.push('rejected: ' + reason));
  console.warn = console.error = (...line) => void noted.lines.push(line.join(' '));
  window.shown = () => {
    const [status, flow] = ['wm-status', 'wm-flow'].map((name) => document.querySelector(name).shadowRoot);
    const text = (selector) => status?.querySelector(selector)?.textContent.trim();
    return { state: text('[part=state]'), totals: text('[part=totals]'), rows: flow?.querySelectorAll('.row').length };
  };
  window.isShown = () => Boolean(shown().totals?.includes('0,0') && shown().rows > 2);`;

const AGENT = '<script src="/a/wm.js" data-provider="simulate"></script>';
const LINK = '<link rel="monetization" href="https://wallet.example/news">';
const tags = (attributes: string, copy = 'a'): string =>
  ['wm-status', 'wm-flow']
    .map((name) => `<script ${attributes} src="/${copy}/${name}.js"></script>`)
    .join('');

/** The usual forms of script tags. */
const ELEMENT_TAGS: Record<string, string> = {
  'classic scripts': tags(''),
  modules: tags('type="module"'),
  'async scripts': tags('async'),
  'deferred scripts': tags('defer'),
  'the same classic scripts twice': tags('') + tags(''),
  'two copies of the classic scripts': tags('') + tags('', 'b'),
  'two copies of the modules': tags('type="module"') + tags('type="module"', 'b'),
  'classic scripts and modules': tags('') + tags('type="module"'),
};

interface PageRecord {
  lines: string[];
  errors: string[];
  shown: { state: string; totals: string; rows: number };
}

for (const { name: engine, browser } of browsers) {
  test(`${engine}: <wm-status> and <wm-flow>, with panel and translation, work with any script tag`, async () => {
    const frames = Object.values(ELEMENT_TAGS).map((scripts) =>
      frameOf(
        `<html lang="de"><script>${RECORDER_SCRIPT}</script>${AGENT}${LINK}<wm-status></wm-status><wm-flow></wm-flow>${scripts}`,
      ),
    );
    site.html = `<!doctype html>${frames.join('')}`;
    const page = await browser.newPage();
    await page.goto(site.url);
    await page.waitForFunction('Array.from(frames).every((frame) => frame.isShown?.())');
    const outcomes = (await page.evaluate(
      'Array.from(frames, ({ noted, shown }) => ({ ...noted, shown: shown() }))',
    )) as PageRecord[];
    await page.close();
    for (const [index, name] of Object.keys(ELEMENT_TAGS).entries()) {
      const { lines, errors, shown } = outcomes[index] as PageRecord;
      assert.deepEqual([lines, errors, shown.state], [[], [], 'Zahlungen laufen'], name);
    }
  });

  test(`${engine}: an XHTML page has both elements, and its links are paid with any prefix`, async () => {
    const xhtml = `<html xmlns="http://www.w3.org/1999/xhtml" xmlns:h="http://www.w3.org/1999/xhtml" lang="de"><head><title>X</title>
      <script><![CDATA[${RECORDER_SCRIPT}]]></script>${AGENT}
      <h:link rel="monetization" href="https://wallet.example/prefixed"/>
      <link rel="monetization" href="https://wallet.example/plain"/></head>
      <body><wm-status>fallback</wm-status><h:wm-flow></h:wm-flow>${tags('')}</body></html>`;
    Object.assign(site, { html: xhtml, type: 'application/xhtml+xml' });
    const page = await browser.newPage();
    await page.goto(site.url);
    site.type = 'text/html';
    await page.waitForFunction('isShown()');
    const [links, lines, errors] = (await page.evaluate(
      '[document.monetization.agentState.sessions.map(({ href }) => href), noted.lines, noted.errors]',
    )) as string[][];
    await page.close();
    assert.deepEqual(links, ['https://wallet.example/prefixed', 'https://wallet.example/plain']);
    assert.deepEqual([lines, errors], [[], []]);
  });
}

const LINE = 'Write <script src="wm.js" data-provider="simulate"></script>';
const EXPECTED_WARNINGS: Record<string, [tag: string, lines: readonly string[]]> = {
  'wm-simulate.js': ['<script src="/a/wm-simulate.js"></script>', [LINE]],
  'wm-simulate.js as a module': ['<script type="module" src="/a/wm-simulate.js"></script>', [LINE]],
  'wm-simulate.js together with wm.js': [`${AGENT}${LINK}<script src="/a/wm-simulate.js"></script>`, [LINE]],
  'wm.js with data-simulate': [
    `<script src="/a/wm.js" data-simulate></script>${LINK}`,
    ['(provider-missing)', 'Unknown attribute data-simulate. Write data-provider="simulate".'],
  ],
  'wm.js with near misses': [
    AGENT.replace('></', ' data-providers="x" data-amountsent="sender"></'),
    [
      'Unknown attribute data-providers. Write data-provider.',
      'Unknown attribute data-amountsent. Write data-amount-sent.',
    ],
  ],
  'wm.js with attributes of other tools': [
    AGENT.replace(
      '></',
      ' data-nscript="beforeInteractive" data-cfasync="false" data-turbo-track="reload" data-n-head="ssr" data-rh="true" data-cookieconsent="ignore" data-minify="1"></',
    ),
    [],
  ],
};

for (const [name, [tag, expected]] of Object.entries(EXPECTED_WARNINGS)) {
  test(`${name}: ${['nothing', 'one line', 'two lines'][expected.length]} on the console, and no error`, async () => {
    const [{ browser }] = browsers as [(typeof browsers)[number]];
    const requests: string[] = [];
    site.html = `<!doctype html><title>${name}</title><script>${RECORDER_SCRIPT}</script>${tag}`;
    const page = await browser.newPage();
    page.on('request', (request) => requests.push(new URL(request.url()).pathname));
    await page.goto(site.url, { waitUntil: 'networkidle0' });
    const { lines, errors } = (await page.evaluate('noted')) as PageRecord;
    await page.close();
    assert.equal(lines.length, expected.length, lines.join('\n'));
    for (const [index, part] of expected.entries()) assert.ok(lines[index]?.includes(part), lines[index]);
    assert.deepEqual(errors, []);
    const isHelped = requests.includes('/a/wm-diagnostics.js');
    assert.equal(isHelped, tag.includes('wm.js') && expected.some((part) => part !== LINE));
  });
}

function frameOf(content: string): string {
  return `<iframe srcdoc="${content.replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"></iframe>`;
}
