import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { FastifyInstance } from 'fastify';
import { Client } from 'pg';
import { createServices } from '../../../src/provider/create-services.js';
import { readClientKeys } from '../../../src/provider/keys/client-key-store.js';
import { openPayingPage, injectWalletFault } from '../../support/provider/paying-page.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';
import {
  createPostgresDatabase,
  withProviderSchema,
  ON_POSTGRES,
} from '../../support/postgres/test-database.js';

const dataDirectory = mkdtempSync(join(tmpdir(), 'wm-at-rest-'));
after(() => rmSync(dataDirectory, { recursive: true }));
const databaseUrl = ON_POSTGRES ? await createPostgresDatabase() : undefined;
/** The secrets that a database copy must not contain, and their kind. */
const secrets = new Map<string, string>();
const secretKey = 'k'.repeat(43);
const options = { dataDirectory, secretKey, ...(databaseUrl !== undefined && { databaseUrl }) };
const sandbox = await openSandbox({
  dataDirectory,
  provider: options,
  prepare: ({ visitor, receiver }) => [visitor, receiver].forEach(captureTokens),
});
const { provider, unconnectedDemo } = sandbox.directory;

test('a copy of the database contains no usable token, client key, cookie or challenge', async () => {
  const page = await openPayingPage(sandbox);
  const tick = await page.open();
  assert.equal((await tick()).status, 201);
  await injectWalletFault(sandbox, 'expired-token');
  assert.ok((await tick()).status < 500);

  const otherSitePage = await openRelayPage(provider, new URL(unconnectedDemo).origin);
  const connection = (await otherSitePage.call('POST', '/relay/connections', {})).body.id as string;
  const response = await fetch(`${provider}/connect/${connection}/challenges`, {
    method: 'POST',
    headers: { origin: provider, 'sec-fetch-site': 'same-origin' },
  });
  const { challenge } = (await response.json()) as { challenge: string };
  secrets.set(challenge, 'challenge');
  secrets.set(/=([\w-]{43});/.exec(response.headers.get('set-cookie') ?? '')?.[1] as string, 'cookie');

  const services = await createServices({ ...options, origin: provider, sandbox: true });
  after(() => services.close());
  for (const { kid, private_key } of await readClientKeys(services.database)) {
    const pem = services.secrets.open(private_key, `client_key ${kid} private_key`);
    secrets.set(pem.split('\n')[1] as string, 'client key');
  }

  const kinds = [...new Set(secrets.values())].sort();
  assert.deepEqual(kinds, ['access token', 'challenge', 'client key', 'continuation token', 'cookie']);
  assert.ok([...secrets.keys()].every((secret) => secret?.length >= 20));
  const copy = await readDatabase();
  assert.ok(copy.includes(connection) && copy.includes(page.connection), 'public values are found');
  const found = [...secrets].filter(([secret]) => copy.includes(secret)).map(([, kind]) => kind);
  assert.deepEqual(found, []);
});

/** Collects `access_token` and `continue` from the wallets' responses. */
function captureTokens(wallet: FastifyInstance): void {
  wallet.addHook('onSend', async (_request, reply, payload) => {
    if (!String(reply.getHeader('content-type')).includes('json')) return;
    const body = JSON.parse(String(payload)) as {
      access_token?: { value?: string };
      continue?: { access_token?: { value?: string } };
    };
    if (body.access_token?.value) secrets.set(body.access_token.value, 'access token');
    const continuing = body.continue?.access_token?.value;
    if (continuing) secrets.set(continuing, 'continuation token');
  });
}

/** Every byte of the files; on PostgreSQL, every row. */
async function readDatabase(): Promise<string> {
  if (databaseUrl === undefined) {
    const files = readdirSync(dataDirectory).filter((name) => name.startsWith('provider.db'));
    assert.ok(files.includes('provider.db-wal'));
    return files.map((name) => readFileSync(join(dataDirectory, name), 'latin1')).join('\n');
  }
  const client = new Client({ connectionString: withProviderSchema(databaseUrl) });
  await client.connect();
  const rows: string[] = [];
  const { rows: tables } = await client.query(
    "SELECT tablename FROM pg_tables WHERE schemaname = 'wm_provider'",
  );
  for (const { tablename } of tables as { tablename: string }[]) {
    const all = await client.query(`SELECT row_to_json(one)::text AS text FROM "${tablename}" one`);
    rows.push(...(all.rows as { text: string }[]).map(({ text }) => text));
  }
  await client.end();
  return rows.join('\n');
}
