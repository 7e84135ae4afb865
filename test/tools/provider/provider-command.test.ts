import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:net';
import { createServer as createSecureServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createSelfSignedCertificate } from '../../../src/sandbox-wallet/sandbox-wallet.js';
import { freePorts } from '../../support/free-ports.js';
import { spawnProviderCommand as wm } from '../../support/provider/provider-command.js';

const folder = mkdtempSync(join(tmpdir(), 'wm-provider-'));
after(() => rmSync(folder, { recursive: true }));
const MINIMAL_ENVIRONMENT = { WM_ORIGIN: 'https://provider.invalid', WM_SITES: 'https://news.example' };

test('with invalid variables it exits 2, lists all of them and starts nothing', async () => {
  const data = join(folder, 'never');
  const run = wm([], {
    ...MINIMAL_ENVIRONMENT,
    WM_ORIGIN: 'http://p.example',
    WM_SITES: '',
    WM_DATA: data,
    PORT: 'x',
  });
  assert.deepEqual(await run.ended, [2, null]);
  assert.match(
    run.errors(),
    /^wm: 3 errors in the environment\n\n {2}WM_ORIGIN="http:\/\/p\.example" is not https\. /,
  );
  assert.match(run.errors(), /\nAll variables: wm provider --help\n$/);
  assert.equal(run.output(), '');
  assert.ok(!existsSync(data));
});

test('--help lists every variable; an unknown option exits 2', async () => {
  const help = wm(['--help'], {});
  assert.deepEqual(await help.ended, [0, null]);
  for (const name of ['WM_ORIGIN', 'DATABASE_URL', 'WM_METRICS_PORT'])
    assert.match(help.output(), new RegExp(name));
  const unknown = wm(['--sandbox'], MINIMAL_ENVIRONMENT);
  assert.deepEqual(await unknown.ended, [2, null]);
});

test('pages, health and metrics are served on their ports, without a sandbox, and the exit code is 0', async () => {
  const { demo: port, provider: metricsPort } = await freePorts();
  const data = join(folder, 'serves');
  const places = { PORT: String(port), WM_METRICS_PORT: String(metricsPort), WM_DATA: data };
  const run = wm([], { ...MINIMAL_ENVIRONMENT, ...places, WM_CLIENT_NAME: 'Our provider', WM_SITE: 'typo' });
  await run.waitForLine(/the provider is listening/);
  const origin = `http://127.0.0.1:${port}`;

  const relay = await fetch(`${origin}/relay`);
  const described = (await relay.json()) as Record<string, unknown>;
  assert.deepEqual([described['sandbox'], relay.headers.get('wm-sandbox')], [false, null]);
  assert.equal(
    described['connectPage'],
    `${MINIMAL_ENVIRONMENT.WM_ORIGIN}/connect`,
    'independent of the Host header',
  );
  assert.equal((await fetch(`${origin}/healthz`)).status, 200);
  assert.equal((await fetch(`${origin}/readyz`)).status, 200);
  const client = (await (await fetch(`${origin}/client`)).json()) as Record<string, unknown>;
  assert.deepEqual(
    [client['id'], client['publicName']],
    [`${MINIMAL_ENVIRONMENT.WM_ORIGIN}/client`, 'Our provider'],
  );

  assert.equal((await fetch(`${origin}/metrics`)).status, 404, 'not on the public port');
  const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
  for (const name of [
    'nodejs_eventloop_lag_seconds',
    'process_resident_memory_bytes',
    'wm_http_request_duration',
  ]) {
    assert.match(metrics, new RegExp(name));
  }
  for (const name of readdirSync(data)) assert.equal(statSync(join(data, name)).mode & 0o077, 0, name);
  assert.match(run.output(), /WM_SITE is unknown; did you mean WM_SITES\?/);
  assert.match(run.output(), /real money/);

  run.child.kill('SIGTERM');
  assert.deepEqual(await run.ended, [0, null]);
  assert.equal(run.errors(), '');
});

test('a taken port or an unreachable database exits 1 with one line, without the password', async () => {
  const { demo: port, provider: metricsPort } = await freePorts();
  const squatter = createServer().listen(port, '127.0.0.1');
  await once(squatter, 'listening');
  const places = { PORT: String(port), WM_METRICS_PORT: String(metricsPort), WM_DATA: join(folder, 'taken') };
  const taken = wm([], { ...MINIMAL_ENVIRONMENT, ...places });
  assert.deepEqual(await taken.ended, [1, null]);
  assert.match(
    taken.errors(),
    /^wm: Port \d+ of 127\.0\.0\.1 is taken\. Stop the process that uses it, or change PORT.*\n$/,
  );
  squatter.close();

  const away = wm([], {
    ...MINIMAL_ENVIRONMENT,
    ...places,
    DATABASE_URL: 'postgres://me:canary@127.0.0.1:1/wm',
  });
  assert.deepEqual(await away.ended, [1, null]);
  assert.match(away.errors(), /^wm: The database .*\n$/);
  assert.doesNotMatch(away.errors() + away.output(), /canary/);
});

test('--check before the first start lists what will be created, changes nothing, and exits 0', async () => {
  const data = join(folder, 'checked');
  const check = wm(['--check'], { ...MINIMAL_ENVIRONMENT, WM_DATA: data });
  assert.deepEqual(await check.ended, [0, null]);
  assert.match(check.output(), /^ok +settings .*not a sandbox$/m);
  assert.match(check.output(), /^note +data folder .* will be created$/m);
  assert.match(check.output(), /^note +database +SQLite; migrations to run at the next start: 0001-/m);
  assert.match(check.output(), /^note +published key +no response from /m);
  assert.ok(!existsSync(data));
});

test('--check of an unreachable database exits 1 and prints no password', async () => {
  const check = wm(['--check'], {
    ...MINIMAL_ENVIRONMENT,
    WM_DATA: folder,
    DATABASE_URL: 'postgres://me:canary@127.0.0.1:1/wm',
  });
  assert.deepEqual(await check.ended, [1, null]);
  assert.match(check.output(), /^failed +database +.*ECONNREFUSED/m);
  assert.doesNotMatch(check.output() + check.errors(), /canary/);
});

test('--check detects whether wallets see the key that this provider signs with', async (t) => {
  const { demo: port, provider: publicPort } = await freePorts();
  const data = join(folder, 'published');
  const { key, cert, file } = await createSelfSignedCertificate(join(folder, 'tls'));
  const origin = `https://localhost:${publicPort}`;
  const settings = {
    WM_ORIGIN: origin,
    WM_SITES: '*',
    PORT: String(port),
    WM_METRICS_PORT: 'off',
    WM_DATA: data,
  };
  const run = wm([], settings);
  await run.waitForLine(/the provider is listening/);
  let keys = await (await fetch(`http://127.0.0.1:${port}/client/jwks.json`)).text();
  run.child.kill('SIGTERM');
  await run.ended;

  const proxy = createSecureServer({ key, cert }, (_request, response) => void response.end(keys)).listen(
    publicPort,
  );
  await once(proxy, 'listening');
  t.after(() => proxy.close());
  const check = async () => {
    const { ended, output } = wm(['--check'], { ...settings, NODE_EXTRA_CA_CERTS: file });
    return [...(await ended), /^(\w+) +published key/m.exec(output())?.[1]];
  };
  assert.deepEqual(await check(), [0, null, 'ok']);
  keys = '{"keys":[{"kid":"another-key"}]}';
  assert.deepEqual(await check(), [1, null, 'failed']);
  keys = '<title>Welcome</title>';
  assert.deepEqual(await check(), [1, null, 'failed']);
});
