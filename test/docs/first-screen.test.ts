import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { after, test } from 'node:test';
import { JSDOM } from 'jsdom';
import { launchChromiumShell } from '../support/chromium.js';
import { openSandbox } from '../support/sandbox.js';
import { listen } from '../support/wallet-client.js';
import { readCodeBlocks } from './code-blocks.js';

const README = readFileSync('README.md', 'utf8');
const sandbox = await openSandbox();
const { directory } = sandbox;
/** The README speaks of the ports that `npm start` has. */
const ORIGINS = new Map([
  ['http://localhost:4100', new URL(directory.demo).origin],
  ['http://localhost:4101', directory.provider],
  ['http://localhost:4102', new URL(directory.wallets.visitor).origin],
  ['http://localhost:4103', new URL(directory.wallets.receiver).origin],
]);

test('the first lines of the README, put into an empty page, are paid and told', async () => {
  const [html] = readCodeBlocks('html');
  const [script] = readCodeBlocks('js');
  const page = `<!doctype html><title>README</title>${here(html?.code ?? '')}<script>${script?.code}</script>`;
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end(page),
  );
  const url = await listen(server);
  const browser = await launchChromiumShell();
  after(async () => {
    await browser.close();
    server.close();
  });
  const tab = await browser.newPage();
  const told = new Promise<string>((resolve) => {
    tab.on('console', (message) => message.type() === 'log' && resolve(message.text()));
  });
  await tab.goto(url);
  assert.match(await told, /^0\.0\d USD into http:\/\/localhost:\d+\/op\/incoming-payments\//);
});

test('every other piece of HTML names only elements and attributes that exist', () => {
  const [attributes = ''] = /<!-- table: attributes -->[^]*?<!-- \/table -->/.exec(README) ?? [];
  for (const { code, line } of readCodeBlocks('html')) {
    const { document } = new JSDOM(code).window;
    for (const element of document.querySelectorAll('*')) {
      const name = element.localName;
      assert.ok(!name.includes('-') || /^wm-(status|flow)$/.test(name), `README line ${line}: <${name}>`);
      for (const attribute of element.getAttributeNames().filter((each) => each.startsWith('data-'))) {
        assert.ok(attributes.includes(`\`${attribute}`), `README line ${line}: ${attribute}`);
      }
    }
  }
});

test('what a program is said to find at /.well-known/wm-sandbox is there', async () => {
  const answer = await (await fetch(`${directory.demo}.well-known/wm-sandbox`)).json();
  const blocks = readCodeBlocks('json').filter(({ code }) => code.includes('"provider"'));
  assert.equal(blocks.length, 1);
  const told = JSON.parse(here(blocks[0]?.code ?? '')) as Record<string, unknown>;
  for (const [name, value] of Object.entries(told)) {
    const found = typeof value === 'object' ? { ...answer[name], ...value } : value;
    assert.deepEqual(answer[name], found, name);
  }
});

test('every piece of JSON is JSON', () => {
  for (const { code, line } of readCodeBlocks('json')) {
    assert.doesNotThrow(() => JSON.parse(code), `README line ${line}`);
  }
});

function here(text: string): string {
  return [...ORIGINS].reduce((result, [written, real]) => result.replaceAll(written, real), text);
}
