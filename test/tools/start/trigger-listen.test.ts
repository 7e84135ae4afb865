import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { after, test } from 'node:test';
import type { Page } from 'puppeteer-core';
import type { PageEvent } from '../../../src/provider/control/page-events.js';
import { formatEvent } from '../../../src/tools/start/listen-command.js';
import { startSandbox } from '../../../src/tools/start/start-sandbox.js';
import { launchChromiumShell } from '../../support/browsers/chromium.js';
import { serveSite } from '../../support/connect/connect-environment.js';
import { freePorts } from '../../support/free-ports.js';
import { waitFor } from '../../support/wait-for.js';
import { WM } from '../../support/built.js';

const ports = await freePorts();
let sandbox = await startSandbox({ ports, dataDirectory: null });
const { script, provider, testWalletAddresses } = sandbox.directory;
const [ok, alias] = [testWalletAddresses['ok'] as string, testWalletAddresses['alias'] as string];
const head = (href: string) => `<script src="${script}" data-provider="${provider}"></script>
  <script>window.receivedEvents = []; addEventListener('monetization', ({ amountSent, target }) => receivedEvents.push(amountSent.value + ' ' + target.href))</script>
  <link rel="monetization" href="${href}">`;
const site = await serveSite(head(ok));
const other = await serveSite(head(alias));
const browser = await launchChromiumShell();
const listening = listen();
after(async () => {
  listening.child.kill();
  await browser.close();
  await sandbox.close();
});
await waitForOutput(() => listening.said().includes('listening'));

const page = await browser.newPage();

test('wm trigger without an open page exits 1 with one line', async () => {
  const { code, err } = await wm('trigger', '--port', String(ports.demo));
  assert.equal(code, 1);
  assert.match(err, /^wm: There is no open, visible page with an active session\. Open the page, .*\n$/);
  assert.equal(err.trim().split('\n').length, 1);
});

test('wm trigger pays the open page within a tick; wm listen prints the payment after the earlier ones', async () => {
  await page.goto(site);
  await page.waitForFunction('receivedEvents.length > 0', { timeout: 10_000 });
  const { out, code } = await wm('trigger', '--amount', '0.37', '--port', String(ports.demo));
  assert.deepEqual(
    [code, out],
    [0, `0.37 USD to ${ok}: paid. The page at ${site} receives the event with its next tick.\n`],
  );
  await page.waitForFunction(`receivedEvents.includes('0.37 ${ok}')`, { timeout: 5_000 });

  await waitForOutput(() =>
    listening.events().some((event) => event.event === 'monetization' && event.amount === '0.37'),
  );
  const first = (name: PageEvent['event']) => listening.events().find(({ event }) => event === name);
  assert.equal(first('connection')?.site, site);
  assert.equal(first('load')?.link, ok);
  const paid = listening.events().find((event) => event.event === 'monetization' && event.amount === '0.37');
  assert.ok(paid?.event === 'monetization');
  assert.deepEqual([paid.site, paid.link, paid.currency], [site, ok, 'USD']);
  assert.equal((await fetch(paid.incomingPayment)).status, 200);
});

test('--times repeats the payment, --json prints one object per line, --link and --site select the page', async () => {
  const second = await browser.newPage();
  await second.goto(other);
  await second.waitForFunction('receivedEvents.length > 0', { timeout: 10_000 });
  const at = ['--json', '--port', String(ports.demo)];
  // The other page is behind this one, so it is hidden and cannot be paid.
  const hidden = await wm('trigger', '--site', 'http://elsewhere.example', ...at);
  assert.match(hidden.err, new RegExp(`^wm: Open links: ${alias} at ${other}`));
  const twice = await wm('trigger', '--times', '2', '--amount', '0.41', '--link', alias, ...at);
  const lines = twice.out
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as object);
  const expected = { site: other, link: alias, amount: '0.41', currency: 'USD' };
  assert.deepEqual(lines, [expected, expected]);
  await second.waitForFunction(`receivedEvents.filter((one) => one === '0.41 ${alias}').length === 2`, {
    timeout: 6_000,
  });
  // Uses the wallet's own id for it.
  assert.equal((await wm('trigger', '--link', ok, ...at)).code, 0);
  await second.close();
  await page.bringToFront();
});

test('wm listen prints a failure with its code and fix, and the end of a link', async () => {
  const wrong = testWalletAddresses['404'] as string;
  await setHref(page, wrong);
  await waitForOutput(() =>
    listening.events().some((event) => event.event === 'error' && event.link === wrong),
  );
  const failed = listening.events().find(({ event }) => event === 'error');
  assert.ok(failed?.event === 'error' && failed.code === 'wallet-address-not-found' && failed.fix);
  assert.ok(listening.events().some(({ event, link }) => event === 'end' && link === ok));
});

test('a line has time, site, link, event and amount, and no terminal control sequences', () => {
  const place = {
    at: '2026-01-02T03:04:05.678Z',
    site: 'https://a.example',
    link: 'https://w.example/\u001b[2Jx',
  };
  const line = formatEvent({
    ...place,
    event: 'monetization',
    amount: '0.05',
    currency: 'USD',
    incomingPayment: '',
  });
  assert.match(
    line,
    /^\d\d:\d\d:05\.678 {2}https:\/\/a\.example {2}https:\/\/w\.example\/\\u001b\[2Jx {2}monetization {2}0\.05 USD$/,
  );
  const failed = formatEvent({
    at: place.at,
    site: 's',
    event: 'error',
    code: 'c',
    message: 'm.',
    fix: 'f.',
  });
  assert.match(failed, / {2}s {2}- {2}error {2}c: m\. f\.$/);
});

const NOT_FOUND = [404, 'not-found'];
const REFUSED: [string, Record<string, string>, unknown[]][] = [
  ['a web page on another origin', { origin: 'https://evil.example' }, NOT_FOUND],
  ['a web page on this machine', { origin: site }, NOT_FOUND],
  ['a page without an Origin', { 'sec-fetch-site': 'cross-site' }, NOT_FOUND],
  ['another host name', { host: 'evil.example' }, [421, 'host-invalid']],
];
for (const [who, headers, refusal] of REFUSED) {
  test(`${who} can neither trigger a payment nor listen`, async () => {
    const body = JSON.stringify({ amount: '0.01' });
    assert.deepEqual(await sendRequest('POST', '/sandbox/payments', headers, body), refusal);
    const accept = { accept: 'text/event-stream', ...headers };
    assert.deepEqual(await sendRequest('GET', '/sandbox/events', accept), refusal);
  });
}

test('the provider rejects an invalid amount, or more than the budget', async () => {
  await setHref(page, ok);
  await page.waitForFunction('document.monetization.agentState.status === "streaming"', { timeout: 10_000 });
  await waitForOutput(async () => (await wm('trigger', '--port', String(ports.demo))).code === 0);
  for (const amount of ['0', '0.001', '-1', '1e3', '', 'many']) {
    const body = JSON.stringify({ amount });
    assert.deepEqual(
      await sendRequest('POST', '/sandbox/payments', {}, body),
      [400, 'request-invalid'],
      amount,
    );
  }
  const body = JSON.stringify({ amount: '2000.00' });
  assert.deepEqual(await sendRequest('POST', '/sandbox/payments', {}, body), [403, 'budget-spent']);
  assert.deepEqual(await sendRequest('GET', '/sandbox/events', {}), [400, 'request-invalid']);
});

test('wm listen survives a restart of the sandbox; Ctrl-C exits 0', async () => {
  await sandbox.close();
  await waitForOutput(() => listening.said().includes('has stopped'));
  sandbox = await startSandbox({ ports, dataDirectory: null });
  await waitForOutput(() => listening.said().includes('is back'));
  const count = listening.events().length;
  await page.goto(site);
  await waitForOutput(() =>
    listening
      .events()
      .slice(count)
      .some(({ event }) => event === 'monetization'),
  );
  listening.child.kill('SIGINT');
  assert.deepEqual(await once(listening.child, 'exit'), [0, null]);
});

const USAGE_ERRORS: [args: string[], words: RegExp][] = [
  [['trigger', '--loud'], /^wm: Unknown option '--loud'\. Try: wm trigger --help\n$/],
  [['trigger', '--amount', 'much'], /^wm: "--amount" must be a decimal number such as 0\.05, got "much"\n$/],
  [['trigger', '--times', '0'], /^wm: "--times" must be a number from 1 to 1000, got "0"\n$/],
  [['trigger', '--link', 'ok'], /^wm: "--link" must be a URL .*, got "ok"\n$/],
  [['trigger', 'now'], /^wm: unknown argument: "now"\. Try: wm trigger --help\n$/],
  [['listen', '--port', '0'], /^wm: "--port" must be a number from 1 to 65535, got "0"\n$/],
  [['listen', '--times'], /^wm: Unknown option '--times'\. Try: wm listen --help\n$/],
  [['start', '--port', 'http'], /^wm: "--port" must be a number from 1 to 65532, got "http"\n$/],
];
for (const [args, words] of USAGE_ERRORS) {
  test(`wm ${args.join(' ')} exits 2 with one line`, async () => {
    const { code, err } = await wm(...args);
    assert.equal(code, 2);
    assert.match(err, words);
  });
}

for (const command of ['trigger', 'listen']) {
  test(`wm ${command} without a sandbox exits 1 with one line; --help has examples`, async () => {
    const { visitor: unused } = await freePorts();
    const { code, err } = await wm(command, '--port', String(unused));
    assert.equal(code, 1);
    assert.match(
      err,
      /^wm: No sandbox responds on port \d+ \(.+\)\. Start one with wm start, or set --port\n$/,
    );
    const elsewhere = await wm(command, '--port', new URL(site).port);
    assert.match(elsewhere.err, /^wm: The server on port \d+ is not a sandbox of wm start\./);
    assert.match((await wm(command, '--help')).out, new RegExp(`Examples\n {2}wm ${command}`));
  });
}

function listen() {
  const args = [WM, 'listen', '--json', '--port', String(ports.demo)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const events = () =>
    out
      .split('\n')
      .slice(0, -1)
      .map((line) => JSON.parse(line) as PageEvent);
  return { child, events, said: () => err };
}

function wm(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [WM, ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

/** Sends headers like any local program; fetch() does not let a caller set Host. */
async function sendRequest(method: string, path: string, headers: Record<string, string>, body?: string) {
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  const outgoing = request(`${provider}${path}`, { method, headers: { ...type, ...headers } });
  outgoing.end(body);
  const [response] = await once(outgoing, 'response');
  const { code } = (await json(response)) as { code: string };
  return [response.statusCode, code];
}

function setHref(open: Page, href: string): Promise<void> {
  return open.evaluate((url) => {
    (document.querySelector('link') as HTMLLinkElement).href = url;
  }, href);
}

/** Names on failure what `wm listen` has written. */
async function waitForOutput(holds: () => boolean | Promise<boolean>): Promise<void> {
  await waitFor(holds, () => listening.said() + JSON.stringify(listening.events().slice(-5)));
}
