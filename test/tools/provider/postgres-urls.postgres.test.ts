import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { openDatabase } from '../../../src/database/open-database.js';
import { inspectDatabase } from '../../../src/database/inspect-database.js';
import { migrations } from '../../../src/provider/migrations/migrations.js';
import { createSelfSignedCertificate } from '../../../src/sandbox-wallet/sandbox-wallet.js';
import { findPostgres } from '../../find-postgres.mjs';
import { freePort } from '../../support/free-ports.js';
import { SKIP_PGBOUNCER, startPgBouncer } from '../../support/postgres/pgbouncer.js';
import { startPostgresCluster } from '../../support/postgres/postgres-cluster.js';
import { spawnProviderCommand } from '../../support/provider/provider-command.js';

const folder = mkdtempSync(join(tmpdir(), 'wm-urls-'));
after(() => rmSync(folder, { recursive: true }));
const certificate = await createSelfSignedCertificate(join(folder, 'tls'));
const cluster = await startPostgresCluster(findPostgres() as string, { tls: certificate, socket: true });
after(() => cluster.close());
const { port } = new URL(cluster.url);
const host = `127.0.0.1:${port}`;

/** Opens the database like --check and like the start. */
async function open(url: string): Promise<void> {
  await inspectDatabase(url, migrations, async ({ appliedMigrations }) => appliedMigrations);
  await (await openDatabase(url, migrations)).close();
}

/** The error on opening, the same for --check and the start. */
async function failureReason(url: string): Promise<string> {
  const check = inspectDatabase(url, migrations, async ({ appliedMigrations }) => appliedMigrations);
  const [checked, started] = await Promise.allSettled([check, openDatabase(url, migrations)]);
  assert.ok(checked.status === 'rejected' && started.status === 'rejected', url);
  const why = (checked.reason as Error).message;
  assert.equal(((started.reason as Error).cause as Error).message, why);
  return why;
}

test('a Unix socket can be written in both ways', async () => {
  await open(`postgres://wm@/postgres?host=${cluster.folder}&port=${port}`);
  await open(`postgres://wm@${encodeURIComponent(cluster.folder)}:${port}/postgres`);
  assert.match(await failureReason(`postgres://wm@/postgres?host=${folder}`), /ENOENT .*\/\.s\.PGSQL\.5432/);
});

test('of several hosts the first reachable one is used, and the error names all of them', async () => {
  const dead = `127.0.0.1:${await freePort()}`;
  await open(`postgres://wm@${dead},${host}/postgres`);
  await open(`postgres://wm@/postgres?host=127.0.0.1,127.0.0.1&port=${dead.split(':')[1]},${port}`);
  const other = `127.0.0.1:${await freePort()}`;
  const why = await failureReason(`postgres://wm@${dead},${other}/postgres`);
  assert.ok(why.includes(`ECONNREFUSED ${dead}; `) && why.endsWith(`ECONNREFUSED ${other}`), why);
});

test(
  'a standby is skipped if another host is writable, otherwise rejected',
  { skip: SKIP_PGBOUNCER },
  async (t) => {
    const standby = await startPgBouncer(cluster.url, { readOnly: true });
    t.after(() => standby.close());
    const { host: standbyHost } = new URL(standby.url);
    await open(`postgres://wm@${standbyHost},${host}/postgres`);
    assert.match(await failureReason(standby.url), /it is read-only: a standby/);
  },
);

test('an untrusted certificate is rejected with two ways to name its authority, and both work', async () => {
  const url = `postgres://wm@${host}/postgres`;
  for (const mode of ['require', 'prefer', 'verify-full']) {
    const why = await failureReason(`${url}?sslmode=${mode}`);
    assert.match(why, /self-signed certificate\. This machine does not trust the authority/);
    assert.match(why, /sslrootcert=\/path\/ca\.pem in the URL, or NODE_EXTRA_CA_CERTS=\/path\/ca\.pem/);
  }
  await open(`${url}?sslmode=require&sslrootcert=${certificate.file}`);
  await open(`${url}?sslmode=require&uselibpqcompat=true`);
  const refused = await check({ DATABASE_URL: `${url}?sslmode=require` });
  assert.match(refused.output, /^failed +database +self-signed certificate\. .*NODE_EXTRA_CA_CERTS/m);
  const taken = await check({
    DATABASE_URL: `${url}?sslmode=require`,
    NODE_EXTRA_CA_CERTS: certificate.file,
  });
  assert.match(taken.output, /^ok +database +PostgreSQL responds/m);
  // Hides warnings of packages.
  assert.equal(refused.errors + taken.errors, '');
});

test(
  'behind a pooler in transaction mode --check passes, and the provider serves',
  { skip: SKIP_PGBOUNCER },
  async (t) => {
    const pooler = await startPgBouncer(cluster.url);
    t.after(() => pooler.close());
    assert.match(await failureReason(`${pooler.url}?sslmode=require`), /sslmode=disable$/);
    assert.match(
      await failureReason(`${pooler.url}?options=-csearch_path%3Dx`),
      /unsupported startup parameter.*The pooler in front/,
    );
    const { output } = await check({ DATABASE_URL: pooler.url });
    assert.match(output, /^(ok|note) +database +PostgreSQL responds/m);

    const servingPort = await freePort();
    const run = wm([], {
      DATABASE_URL: pooler.url,
      PORT: String(servingPort),
      // A package may log a warning while the provider serves.
      NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent("process.on('SIGUSR2',()=>process.emitWarning('beware'))")}`,
    });
    await run.waitForLine(/the provider is listening/);
    const origin = `http://127.0.0.1:${servingPort}`;
    assert.deepEqual(await (await fetch(`${origin}/readyz`)).json(), { status: 'ready' });
    assert.equal((await fetch(`${origin}/client/jwks.json`)).status, 200);
    run.child.kill('SIGUSR2');
    await run.waitForLine(/beware/);
    run.child.kill('SIGTERM');
    assert.deepEqual(await run.ended, [0, null]);
    assert.equal(run.errors(), '');
    for (const line of run.output().trim().split('\n')) JSON.parse(line);
  },
);

async function check(environment: Record<string, string>) {
  const run = wm(['--check'], environment);
  await run.ended;
  return { output: run.output(), errors: run.errors() };
}

function wm(args: string[], environment: Record<string, string>) {
  return spawnProviderCommand(args, {
    ...{ WM_ORIGIN: 'https://provider.invalid', WM_SITES: '*' },
    ...{ WM_DATA: folder, WM_METRICS_PORT: 'off', ...environment },
  });
}
