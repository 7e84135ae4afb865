import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { JSDOM } from 'jsdom';
import { SCRIPT_ATTRIBUTES } from '../../src/protocol/script-attributes.js';
import { launchChromiumShell } from '../support/browsers/chromium.js';
import { openSandbox } from '../support/open-sandbox.js';
import { listen } from '../support/wallets/wallet-client.js';
import { readCodeBlocks } from './code-blocks.js';

const sandbox = await openSandbox();
const { directory } = sandbox;
/** The documents use the ports of `npm start`. */
const ORIGINS = new Map([
  ['http://localhost:4100', new URL(directory.demo).origin],
  ['http://localhost:4101', directory.provider],
  ['http://localhost:4102', new URL(directory.wallets.visitor).origin],
  ['http://localhost:4103', new URL(directory.wallets.receiver).origin],
]);
const [SIMULATED, SANDBOX] = ['"simulate"', ':4101'].map(
  (provider) => readCodeBlocks('html').find(({ code }) => code.includes(provider))?.code ?? '',
);
const SCRIPTS = /^\/wm[\w.-]*\.js$/;

test('the first lines of the README work in an empty page next to the scripts', async () => {
  const [first] = readCodeBlocks('html');
  assert.equal(first?.code, SIMULATED);
  assert.match(await firstLineOf(SIMULATED), /^0\.0\d USD into https:\/\/[\w.]+\/incoming-payments\//);
});

test('the two lines for the sandbox work in an empty page', async () => {
  assert.match(
    await firstLineOf(here(SANDBOX ?? '')),
    /^0\.0\d USD into http:\/\/localhost:\d+\/op\/incoming-payments\//,
  );
});

test('every HTML block uses only existing elements and attributes', () => {
  for (const { code, place } of readCodeBlocks('html')) {
    const { document } = new JSDOM(code).window;
    for (const element of document.querySelectorAll('*')) {
      const name = element.localName;
      assert.ok(!name.includes('-') || /^wm-(status|flow)$/.test(name), `${place}: <${name}>`);
      for (const attribute of element.getAttributeNames().filter((each) => each.startsWith('data-')))
        assert.ok(attribute in SCRIPT_ATTRIBUTES, `${place}: ${attribute}`);
    }
  }
});

test('the documented response of /.well-known/wm-sandbox is the real one', async () => {
  const answer = await (await fetch(`${directory.demo}.well-known/wm-sandbox`)).json();
  const blocks = readCodeBlocks('json').filter(({ code }) => code.includes('"provider"'));
  assert.equal(blocks.length, 1);
  const documented = JSON.parse(here(blocks[0]?.code ?? '')) as Record<string, unknown>;
  for (const [name, value] of Object.entries(documented)) {
    const found = typeof value === 'object' ? { ...answer[name], ...value } : value;
    assert.deepEqual(answer[name], found, name);
  }
});

test('every JSON block is valid', () => {
  for (const { code, place } of readCodeBlocks('json')) assert.doesNotThrow(() => JSON.parse(code), place);
});

/** The first console line of the README's script in a page with this HTML. */
async function firstLineOf(html = ''): Promise<string> {
  const [script] = readCodeBlocks('js');
  const page = `<!doctype html><title>README</title>${html}<script>${script?.code}</script>`;
  const server = createServer(({ url = '' }, response) =>
    SCRIPTS.test(url)
      ? response.setHeader('content-type', 'text/javascript').end(readFileSync(`dist${url}`))
      : response.setHeader('content-type', 'text/html').end(page),
  );
  const url = await listen(server);
  const browser = await launchChromiumShell();
  after(async () => {
    await browser.close();
    server.close();
  });
  const tab = await browser.newPage();
  const logged = new Promise<string>((resolve) => {
    tab.on('console', (message) => message.type() === 'log' && resolve(message.text()));
  });
  await tab.goto(url);
  return logged;
}

function here(text: string): string {
  return [...ORIGINS].reduce((result, [written, real]) => result.replaceAll(written, real), text);
}
