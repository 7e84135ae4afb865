import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import Database from 'libsql';
import { freePorts } from '../../support/free-ports.js';
import { spawnProviderCommand } from '../../support/provider/provider-command.js';

const folder = mkdtempSync(join(tmpdir(), 'wm-key-commands-'));
after(() => rmSync(folder, { recursive: true }));
const [OLD, NEW] = ['o'.repeat(43), 'n'.repeat(43)];
const { demo: port } = await freePorts();
const data = join(folder, 'data');
const MINIMAL_ENVIRONMENT = {
  WM_ORIGIN: 'https://provider.invalid',
  WM_SITES: '*',
  WM_METRICS_PORT: 'off',
  WM_DATA: data,
};

test('before the first start the commands change nothing and exit 1; an unknown command exits 2', async () => {
  for (const command of ['rotate-client-key', 'reseal-secrets']) {
    const { code, errors } = await run([command], OLD);
    assert.equal(code, 1);
    assert.match(errors, /^wm: The database has no client key yet\. .*\n$/);
  }
  assert.ok(!existsSync(data));
  for (const args of [['rotate'], ['reseal-secrets', 'now'], ['--check', 'reseal-secrets']])
    assert.equal((await run(args, OLD)).code, 2, args.join());
});

test('next to a running node a new client key is published immediately, and only once', async () => {
  const node = await startNode(OLD);
  const [before] = await publishedKeys();
  const rotated = await run(['rotate-client-key'], OLD);
  assert.equal(rotated.code, 0, rotated.errors);
  const kid = /^Key (\S+) is now published\. /.exec(rotated.output)?.[1];
  assert.deepEqual(await publishedKeys(), [kid, before]);
  const again = await run(['rotate-client-key'], OLD);
  assert.equal(again.output, rotated.output);
  await node.stop();
});

test('the secret key can be replaced next to a running node, in the documented steps', async () => {
  const alone = await run(['reseal-secrets'], NEW);
  assert.equal(alone.code, 1, 'a wrong key changes nothing');
  await (await startNode(`${OLD},${NEW}`)).stop();
  const node = await startNode(`${NEW},${OLD}`);
  const kids = await publishedKeys();
  assert.match(
    (await run(['rotate-client-key'], `${NEW},${OLD}`)).output,
    /^Key /,
    'a rotation is in progress',
  );
  assert.match((await run(['reseal-secrets'], `${NEW},${OLD}`)).output, /^Re-encrypted 2 secrets\. /);
  assert.match(
    (await run(['reseal-secrets'], `${NEW},${OLD}`)).output,
    /^All secrets were already encrypted /,
  );
  assert.deepEqual(await publishedKeys(), kids);
  await node.stop();
  await (await startNode(NEW)).stop();
});

test('unreadable secrets are listed, all others are resealed, and the exit code is 1', async () => {
  await (await startNode(`${OLD},${NEW}`)).stop();
  const database = new Database(join(data, 'provider.db'));
  database
    .prepare(
      `INSERT INTO client_key (generation, kid, private_key, signs_from) VALUES (-1, 'lost', 'unreadable', 0)`,
    )
    .run();
  database.close();
  const { code, output, errors } = await run(['reseal-secrets'], `${OLD},${NEW}`);
  assert.deepEqual([code, output], [1, '']);
  assert.match(errors, /^wm: Re-encrypted 2 secrets\. No key can decrypt the following 1, /);
  assert.match(errors, /\n {2}client_key lost private_key\n/);
});

async function publishedKeys(): Promise<string[]> {
  const response = await fetch(`http://127.0.0.1:${port}/client/jwks.json`);
  return ((await response.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
}

async function startNode(secretKey: string) {
  const node = wm([], secretKey);
  await node.waitForLine(/the provider is listening/);
  return {
    async stop() {
      node.child.kill('SIGTERM');
      assert.deepEqual(await node.ended, [0, null]);
    },
  };
}

async function run(args: string[], secretKey: string) {
  const { ended, output, errors } = wm(args, secretKey);
  const [code] = await ended;
  return { code, output: output(), errors: errors() };
}

function wm(args: string[], secretKey: string) {
  return spawnProviderCommand(args, { ...MINIMAL_ENVIRONMENT, PORT: String(port), WM_SECRET_KEY: secretKey });
}
