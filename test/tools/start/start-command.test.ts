import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { readPorts } from '../../../src/tools/start/ports.js';
import { freePorts } from '../../support/free-ports.js';
import { WM } from '../../support/built.js';

const folder = mkdtempSync(join(tmpdir(), 'wm-start-'));
after(() => rmSync(folder, { recursive: true }));

test('PORT moves the other ports as well; by default the demo is at 4100', () => {
  assert.deepEqual(readPorts(undefined, {}), { demo: 4100, provider: 4101, visitor: 4102, receiver: 4103 });
  assert.deepEqual(readPorts(undefined, { PORT: '4200' }), {
    demo: 4200,
    provider: 4201,
    visitor: 4202,
    receiver: 4203,
  });
});

for (const port of ['0', '65533', '-1', '80.5', 'http', '1e9']) {
  test(`PORT=${port} is rejected with one line`, () => {
    assert.throws(() => readPorts(undefined, { PORT: port }), {
      name: 'UsageError',
      message: /"PORT" must be a number from 1 to 65532/,
    });
  });
}

test('wm start prints one URL, publishes its origins, keeps its secrets, and stops on a signal', async () => {
  const demo = await freeRange();
  const { child, output } = wm(['start'], { PORT: String(demo), WM_DATA: folder });
  await once(child.stdout as NodeJS.ReadableStream, 'data');
  assert.deepEqual(output(), `Web Monetization sandbox (no real money moves): http://localhost:${demo}/\n`);

  const directory = await (await fetch(`http://localhost:${demo}/.well-known/wm-sandbox`)).json();
  assert.equal(directory.provider, `http://localhost:${demo + 1}`);
  for (const url of [
    directory.script,
    directory.element,
    ...Object.values(directory.wallets),
    ...Object.values(directory.accounts),
    ...Object.values(directory.sandboxes),
  ]) {
    assert.equal((await fetch(url as string)).status, 200, url as string);
  }
  assert.ok(directory.testWalletAddresses.ok && directory.testWalletAddresses['404']);

  const page = await fetch(`http://localhost:${demo}/`);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'none'/);
  assert.doesNotMatch(await page.text(), /\{\{/, 'every placeholder is filled');
  assert.equal((await fetch(`http://localhost:${demo}/nothing.html`)).status, 404);
  assert.equal((await fetch(`http://localhost:${demo}/..%2fpackage.json`)).status, 404);
  for (const name of readdirSync(folder)) assert.equal(statSync(join(folder, name)).mode & 0o077, 0, name);

  child.kill('SIGTERM');
  assert.deepEqual(await once(child, 'exit'), [0, null]);
});

test('a taken port gives one line, and nothing is started', async () => {
  const demo = await freeRange();
  const squatter = createServer().listen(demo + 2, 'localhost');
  await once(squatter, 'listening');
  const { child, output, errors } = wm(['start'], { PORT: String(demo), WM_DATA: join(folder, 'never') });
  assert.deepEqual(await once(child, 'exit'), [1, null]);
  assert.equal(output(), '');
  assert.equal(
    errors(),
    `wm: Port ${demo + 2} (visitor) is taken. Stop the process that uses it, or choose other ports: PORT=4200 npm start\n`,
  );
  assert.throws(() => statSync(join(folder, 'never')));
  squatter.close();
});

test('an unknown command exits 2 with one line; --help shows an example', async () => {
  const unknown = wm(['begin'], {});
  assert.deepEqual(await once(unknown.child, 'exit'), [2, null]);
  assert.equal(unknown.errors().trim().split('\n').length, 1);
  const help = wm(['--help'], {});
  assert.deepEqual(await once(help.child, 'exit'), [0, null]);
  assert.match(help.output(), /PORT=4200 wm start/);
});

function wm(args: string[], env: Record<string, string>) {
  const child: ChildProcess = spawn(process.execPath, [WM, ...args], {
    env: { ...process.env, ...env },
  });
  let [out, err] = ['', ''];
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return { child, output: () => out, errors: () => err };
}

/** The first of four consecutive free ports. */
async function freeRange(): Promise<number> {
  for (;;) {
    const { demo } = await freePorts();
    if (demo > 65_000) continue;
    const servers = [1, 2, 3].map((offset) => createServer().listen(demo + offset, 'localhost'));
    const free = await Promise.all(
      servers.map((server) =>
        Promise.race([once(server, 'listening').then(() => true), once(server, 'error').then(() => false)]),
      ),
    ).catch(() => [false]);
    await Promise.all(servers.map((server) => new Promise((closed) => server.close(closed))));
    if (free.every(Boolean)) return demo;
  }
}
