import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { CHROMIUM_FLAGS, CHROMIUM_SHELL } from '../../chromium.mjs';
import { WM } from '../../support/built.js';

const folder = mkdtempSync(join(tmpdir(), 'wm-check-'));
/** The Chromium of the tests, which sends no requests to other machines. */
const chrome = join(folder, 'chrome');
const program = CHROMIUM_SHELL;
writeFileSync(
  chrome,
  `#!/bin/sh\nexec ${program} ${CHROMIUM_FLAGS.map((flag) => `'${flag}'`).join(' ')} "$@"\n`,
);
chmodSync(chrome, 0o755);

const wallet = createServer((_request, response) => {
  const origin = 'https://wallet.example';
  response.setHeader('content-type', 'application/json');
  response.end(
    JSON.stringify({
      id: origin,
      assetCode: 'USD',
      assetScale: 2,
      authServer: origin,
      resourceServer: origin,
    }),
  );
});
await new Promise<void>((resolve) => wallet.listen(0, 'localhost', resolve));
const href = `http://localhost:${(wallet.address() as AddressInfo).port}/alice`;
after(() => {
  wallet.closeAllConnections();
  wallet.close();
  rmSync(folder, { recursive: true });
});

test('a file with problems exits 1 and prints position, rule, fix and reference; --json prints the same', async () => {
  const file = write(
    'bad page.html',
    `<link rel="monetization x" href="${href}">\n<script src="x.js"></script>`,
  );
  writeFileSync(join(folder, 'x.js'), '\nonmonetization = (event) => send(event.paymentPointer);');
  const { code, out, err } = await check(file);
  assert.deepEqual([code, err], [1, '']);
  const [first, second, third] = out.split('\n\n').map((paragraph) => paragraph.split('\n'));
  assert.deepEqual(first?.slice(0, 3), [
    `${file}:2  problem  rel-exact`,
    '  The browser extension does not support rel="monetization x".',
    '  Use rel="monetization", and a separate <link> for other relations.',
  ]);
  assert.match(first?.[3] ?? '', /^ {2}https:/);
  assert.equal(second?.[0], `${file}:2  warning  wallet-address-url`);
  assert.equal(third?.[0], 'x.js:2  problem  deprecated-payment-pointer');
  assert.match(out, /\n2 problems, 1 warning\n$/);

  const json = await check(file, '--json');
  assert.equal(json.code, 1);
  const { findings } = JSON.parse(json.out) as { findings: { rule: string; line: number; file: string }[] };
  assert.deepEqual(
    findings.map((one) => [one.file, one.line, one.rule]),
    [
      [file, 2, 'rel-exact'],
      [file, 2, 'wallet-address-url'],
      ['x.js', 2, 'deprecated-payment-pointer'],
    ],
  );
});

test('warnings alone exit 0, and 1 with --strict', async () => {
  const file = write('fine.html', `<link rel="monetization" href="${href}">`);
  const { code, out } = await check(file);
  assert.deepEqual([code, out.split('\n').at(-2)], [0, '0 problems, 1 warning']);
  assert.equal((await check(file, '--strict')).code, 1);
});

const INVISIBLE_CHARACTERS: [what: string, target: string, words: RegExp][] = [
  ['a page that is not served', 'http://localhost:9/', /could not be opened: net::ERR_/],
  ['a file that is not a page', href, /is not an HTML page \(application\/json\)$/],
  ['a missing file', 'nothing.html', /^wm: nothing\.html is neither a URL nor a file nor a folder$/],
];
for (const [what, target, words] of INVISIBLE_CHARACTERS) {
  test(`${what} exits 2 with one line`, async () => {
    const { code, out, err } = await check(target);
    assert.deepEqual([code, out, err.trim().split('\n').length], [2, '', 1]);
    assert.match(err.trim(), words);
  });
}

test('the root of a static site is found or given, and the files of its pages are served', async () => {
  mkdirSync(join(folder, 'site/.output/blog/post'), { recursive: true });
  mkdirSync(join(folder, 'site/.output/js'));
  cpSync('dist', join(folder, 'site/.output/js'), { recursive: true });
  const pageWith = (src: string) =>
    `<script src="${src}" data-provider="simulate"></script><link rel="monetization" href="${href}">`;
  const absolute = write('site/.output/blog/post/index.html', pageWith('/js/wm.js?v=1'));
  const relative = write('site/.output/blog/post/up.html', pageWith('../../js/wm.js'));
  const missing = write('site/.output/blog/post/missing.html', pageWith('/nowhere/wm.js'));
  const { code, out } = await check(absolute, relative, missing, '--json', '--watch', '100');
  const { pages } = JSON.parse(out) as Report;
  const rulesOf = (index: number) => pages[index]?.findings.map(({ rule }) => rule);
  assert.deepEqual([code, rulesOf(0), rulesOf(1)], [1, ['wallet-address-url'], ['wallet-address-url']]);
  const lost = pages[2]?.findings.find(({ rule }) => rule === 'script-not-loaded');
  assert.equal(
    lost?.message,
    `/nowhere/wm.js is not in the served folder, ${join(folder, 'site/.output/blog/post')}.`,
  );
  assert.match(lost?.fix ?? '', /--root FOLDER/);

  const named = await check(missing, '--root', join(folder, 'site'), '--watch', '100');
  assert.match(named.out, new RegExp(`is not in the served folder, ${join(folder, 'site')}\\.`));
  const outside = await check(absolute, '--root', join(folder, 'site/.output/js'));
  assert.deepEqual([outside.code, outside.out], [2, '']);
  assert.match(outside.err, /^wm: .*index\.html is not inside --root .*js\n$/);
});

test('several files and a folder are checked in one run, and a missing file does not hide the rest', async () => {
  const right = `<link rel="monetization" href="${href}">`;
  mkdirSync(join(folder, 'all/.hidden'), { recursive: true });
  mkdirSync(join(folder, 'all/en'));
  write('all/index.html', '<meta http-equiv="refresh" content="0; url=/en/">');
  write('all/en/index.html', '<p>No link');
  const names = ['a#b.html', 'a?b.html', 'b%20c é.html', 'c.htm'];
  for (const name of names) write(`all/${name}`, right);
  write('all/.hidden/d.html', right);
  write('all/none.txt', right);
  const { code, out } = await check(join(folder, 'all'), '--json', '--watch', '100');
  const { pages } = JSON.parse(out) as Report;
  assert.equal(code, 1);
  const seen = pages.filter(({ page }) => !page.endsWith('index.html'));
  const [other, only] = pages.filter((report) => !seen.includes(report));
  assert.deepEqual(
    [other, only].map((report) => [report?.page, report?.findings.map(({ rule, file }) => [rule, file])]),
    ['en/index.html', 'index.html'].map((name) => [
      join(folder, 'all', name),
      [['link-missing', join(folder, 'all/en/index.html')]],
    ]),
  );
  assert.deepEqual(
    seen.map(({ page, findings }) => [page, findings.map(({ rule, file, line }) => [rule, file, line])]),
    names.map((name) => join(folder, 'all', name)).map((page) => [page, [['wallet-address-url', page, 2]]]),
  );

  const some = await check(join(folder, 'all/a#b.html'), 'http://localhost:9/', '--watch', '100');
  assert.equal(some.code, 2);
  assert.match(some.err, /^wm: http:\/\/localhost:9\/ could not be opened: .*\n$/);
  assert.match(some.out, /a#b\.html:2 {2}warning {2}wallet-address-url\n[^]*\n0 problems, 1 warning\n$/);
  mkdirSync(join(folder, 'only.js'));
  const empty = await check(join(folder, 'all/.hidden/..'), join(folder, 'only.js'));
  assert.match(empty.err, /^wm: .*js has no \.html file\n$/);
});

test('a page with a password opens, and the password is not printed', async () => {
  const closed = createServer(({ headers, url }, response) => {
    const isAllowed = headers.authorization === `Basic ${btoa('ci:s3cret')}`;
    response.writeHead(isAllowed ? 200 : 401, {
      'www-authenticate': 'Basic realm="staging"',
      'content-type': url === '/app.js' ? 'text/javascript' : 'text/html',
    });
    response.end(
      url === '/app.js'
        ? 'onmonetization = (event) => send(event.paymentPointer);'
        : '<!doctype html><link rel="monetization" href="/alice"><script src="/app.js"></script><script>addEventListener("monetizationstart", () => {})</script>',
    );
  });
  await new Promise<void>((resolve) => closed.listen(0, 'localhost', resolve));
  const { port } = closed.address() as AddressInfo;
  const at = (userinfo: string, host = `localhost:${port}`) => `http://${userinfo}@${host}/`;
  const [text, json, wrong, without, unreached] = await Promise.all([
    check(at('ci:s3cret')),
    check(at('ci:s3cret'), '--json', '--watch', '100'),
    check(at('ci:s3cret-not')),
    check(`http://localhost:${port}/`),
    check(at('ci:s3cret', 'localhost:9')),
  ]);
  closed.closeAllConnections();
  closed.close();
  assert.match(text.out, new RegExp(`^http://localhost:${port}/:1  warning  wallet-address-url\n`));
  assert.match(text.out, /\/app\.js:1 {2}problem {2}deprecated-payment-pointer/);
  assert.equal((JSON.parse(json.out) as { page: string }).page, `http://localhost:${port}/`);
  assert.match(
    wrong.err,
    /^wm: http:\/\/localhost:\d+\/ responds with 401: add the right user name and password/,
  );
  assert.equal(without.err, wrong.err);
  assert.match(unreached.err, /^wm: http:\/\/localhost:9\/ could not be opened: net::ERR_/);
  assert.deepEqual([text.code, json.code, wrong.code, unreached.code], [1, 1, 2, 2]);
  for (const { out, err } of [text, json, wrong, unreached]) assert.doesNotMatch(out + err, /s3cret/);
});

test('without a browser, one line explains how to get one', async () => {
  const nowhere = await check(write('a.html', ''), { CHROME_PATH: '/nowhere' });
  assert.deepEqual(nowhere, {
    code: 2,
    out: '',
    err: 'wm: CHROME_PATH=/nowhere is not an executable file. Correct or unset it\n',
  });
  const none = await check(write('a.html', ''), {
    CHROME_PATH: '',
    PATH: '/nowhere',
    PLAYWRIGHT_BROWSERS_PATH: folder,
  });
  assert.equal(none.code, 2);
  assert.match(none.err, /^wm: No Chromium found\. Install one \(npx playwright-core install chromium\)/);
});

test('Ctrl-C ends the command and its browser immediately', async () => {
  const file = write('slow.html', `<link rel="monetization" href="${href}">`);
  const child = start(file, '--watch', '60000');
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = once(child, 'exit');
  const waitForProgress = async () => {
    while (!err.includes('still watching')) await once(child.stderr, 'data');
  };
  await Promise.race([waitForProgress(), ended]);
  child.kill('SIGINT');
  const [code, signal] = await ended;
  assert.ok(code === 130 || signal === 'SIGINT', `${code} ${signal} ${err}`);
});

const USAGE_ERRORS: [args: string[], words: RegExp][] = [
  [[], /^wm: missing URL, file or folder\. Try: wm check --help\n$/],
  [['a.html', '--root', 'nowhere'], /^wm: "--root" must be a folder, got "nowhere"\n$/],
  [['https://ci:s3/cret@staging.example/'], /^wm: https:\/\/staging\.example\/ is not a URL\n$/],
  [['ci:s3cret@staging.example'], /^wm: staging\.example is neither a URL nor a file nor a folder\n$/],
  [['a.html', '--loud'], /^wm: Unknown option '--loud'\. Try: wm check --help\n$/],
  [['a.html', '--watch', 'long'], /^wm: "--watch" must be a number from 0 to 60000, got "long"\n$/],
];
for (const [args, words] of USAGE_ERRORS) {
  test(`wm check ${args.join(' ')} exits 2 with one line`, async () => {
    const { code, err } = await check(...args);
    assert.equal(code, 2);
    assert.match(err, words);
  });
}

test('wm check --help shows examples and exit codes', async () => {
  const { code, out } = await check('--help');
  assert.equal(code, 0);
  assert.match(out, /Exit code\n {2}0 no problems .*\n\nExamples\n {2}wm check http/);
});

function write(name: string, html: string): string {
  const file = join(folder, name);
  writeFileSync(file, `<!doctype html>\n${html}`);
  return file;
}

interface Report {
  readonly pages: readonly {
    readonly page: string;
    readonly findings: readonly { rule: string; file: string; line: number; message: string; fix: string }[];
  }[];
}

type Environment = Record<string, string>;

function start(...args: string[]) {
  const env = { ...process.env, CHROME_PATH: chrome };
  return spawn(process.execPath, [WM, 'check', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

function check(...given: (string | Environment)[]): Promise<{ code: number; out: string; err: string }> {
  const args = given.filter((one) => typeof one === 'string');
  const env = {
    ...process.env,
    CHROME_PATH: chrome,
    ...(given.find((one) => typeof one === 'object') as Environment),
  };
  const quick = args.some((one) => one.startsWith('--')) ? args : [...args, '--watch', '100'];
  return new Promise((resolve) => {
    execFile(process.execPath, [WM, 'check', ...quick], { env }, (error, out, err) => {
      resolve({
        code: typeof error?.code === 'number' ? error.code : 0,
        out,
        err: err.replace(/^wm: still .*\n/gm, ''),
      });
    });
  });
}
