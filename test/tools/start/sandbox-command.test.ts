import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer as createSite } from 'node:http';
import { get } from 'node:https';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { after, test } from 'node:test';
import type * as SandboxWallet from '../../../src/sandbox-wallet/sandbox-wallet.js';
import { freePorts } from '../../support/free-ports.js';
import { WM } from '../../support/built.js';

const folder = mkdtempSync(join(tmpdir(), 'wm-sandbox-'));
after(() => rmSync(folder, { recursive: true }));

test('wm sandbox starts one wallet, and the command line controls its faults, clock and ledger', async (t) => {
  const { origin, port } = await startWallet(t);
  const at = ['--port', port];
  assert.equal((await fetch(`${origin}/visitor`)).status, 200);
  assert.equal((await fetch(`${origin}/ok`)).status, 200);

  assert.match(
    (await wm('fault', '429', '--times', '1', ...at)).out,
    /"name": "429",[^}]*"active": true,\s+"times": 1/,
  );
  assert.equal((await fetch(`${origin}/visitor`)).status, 429);
  assert.equal((await fetch(`${origin}/visitor`)).status, 200);
  await wm('fault', 'html-200', ...at);
  assert.doesNotMatch((await wm('faults', '--clear', ...at)).out, /"active": true/);
  assert.match((await wm('clock', 'P31D', ...at)).out, /"aheadSeconds": 2678400/);
  assert.match((await wm('ledger', ...at)).out, /"balanced": true/);
  assert.match((await wm('faults', ...at)).out, /"name": "drop-after-create"/);
});

test('wm sandbox --tls uses https with its own certificate, which the command line trusts', async (t) => {
  const { origin, port, output } = await startWallet(t, '--tls');
  const file = /NODE_EXTRA_CA_CERTS=(\S+)/.exec(output())?.[1] ?? '';
  assert.equal(statSync(file.replace('.crt', '.key')).mode & 0o077, 0);
  const answer = await readJson(`${origin}/visitor`, readFileSync(file));
  assert.deepEqual([answer['id'], answer['authServer']], [`${origin}/visitor`, `${origin}/auth`]);
  await assert.rejects(readJson(`${origin}/visitor`), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
  const ledger = await wm('ledger', '--port', port, '--tls', '--data', folder);
  assert.match(ledger.out, /"balanced": true/);
});

test('the package exports it: another project’s test can start a wallet', async (t) => {
  const specifier: string = 'wm-polyfill/sandbox-wallet';
  const { createSandboxWallet, openSandboxDatabase } = (await import(specifier)) as typeof SandboxWallet;
  const database = await openSandboxDatabase(':memory:');
  const accounts = [{ path: '/me', publicName: 'Me', assetCode: 'USD', assetScale: 2, balance: 100n }];
  const wallet = await createSandboxWallet({ origin: 'http://localhost:1', database, accounts });
  t.after(async () => {
    await wallet.close();
    await database.close();
  });
  assert.equal((await wallet.inject('/me')).json().id, 'http://localhost:1/me');
  const http = { origin: 'http://localhost:1', database, tls: { key: '', cert: '' } };
  await assert.rejects(createSandboxWallet(http), { name: 'TypeError', message: /requires an https/ });
});

const USAGE_ERRORS: [args: string[], code: number, words: RegExp][] = [
  [['dance'], 2, /^wm: unknown command "dance"\. Try: wm sandbox --help\n$/],
  [['--port', 'http'], 2, /^wm: "--port" must be a number from 1 to 65535, got "http"\n$/],
  [['--loud'], 2, /^wm: Unknown option '--loud'/],
  [
    ['ledger', '--port', '1'],
    1,
    /^wm: No sandbox wallet responds on port 1 \(.*\)\. Start one with: wm sandbox\n$/,
  ],
];
for (const [args, code, words] of USAGE_ERRORS) {
  test(`wm sandbox ${args.join(' ')} exits ${code} with one line`, async () => {
    const result = await wm(...args);
    assert.equal(result.code, code);
    assert.match(result.err, words);
    assert.equal(result.err.trim().split('\n').length, 1);
  });
}

test('a taken port gives one line; an unknown fault lists the known ones', async (t) => {
  const { visitor: port } = await freePorts();
  const squatter = createServer().listen(port, 'localhost');
  await once(squatter, 'listening');
  const taken = await wm('--port', String(port), '--memory');
  assert.deepEqual(
    [taken.code, taken.err],
    [
      1,
      `wm: Port ${port} (wallet) is taken. Stop the process that uses it, or choose other ports: wm sandbox --port 4202\n`,
    ],
  );
  squatter.close();
  const wallet = await startWallet(t);
  const unknown = await wm('fault', 'nice', '--port', wallet.port);
  assert.match(unknown.err, /^wm: Known faults: .*drop-after-create, delay-after-create, /);
});

test('a port with another server has another error than a closed port', async (t) => {
  const site = createSite((_request, response) => void response.writeHead(404).end('{"error":"Not Found"}'));
  site.listen(0, 'localhost');
  await once(site, 'listening');
  t.after(() => site.close());
  const { port } = site.address() as AddressInfo;
  const elsewhere = await wm('faults', '--port', String(port));
  assert.deepEqual(
    [elsewhere.code, elsewhere.err],
    [1, `wm: The server on port ${port} is not a sandbox wallet (status 404). Set --port\n`],
  );
  assert.match((await wm('faults', '--tls', '--port', String(port))).err, /omit --tls\n$/);
  const wallet = await startWallet(t, '--tls');
  assert.match((await wm('faults', '--port', wallet.port)).err, /add --tls\n$/);
});

async function startWallet(t: { after(hook: () => void): void }, ...more: string[]) {
  const { receiver: port } = await freePorts();
  const args = [WM, 'sandbox', '--port', String(port), '--data', folder, ...more];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGTERM'));
  const last = more.includes('--tls') ? /NODE_EXTRA_CA_CERTS=.+\n/ : /:\d+\/\n/;
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  while (!last.test(output)) await once(child.stdout, 'data');
  const origin = /(https?:\/\/localhost:\d+)\/\n/.exec(output)?.[1] ?? '';
  return { origin, port: String(port), output: () => output };
}

function wm(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [WM, 'sandbox', ...args], (error, out, err) => {
      resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
    });
  });
}

async function readJson(url: string, ca?: Buffer): Promise<Record<string, unknown>> {
  const request = get(url, { ...(ca && { ca }) });
  const [response] = await once(request, 'response');
  return (await json(response)) as Record<string, unknown>;
}
