import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { readAccessToken } from '../../src/provider/consent/wallet-grants.js';
import { createServices } from '../../src/provider/create-services.js';
import { resealSecrets } from '../../src/provider/keys/reseal-secrets.js';
import { rotateClientKey } from '../../src/provider/keys/rotate-client-key.js';
import { createSecretBox } from '../../src/provider/keys/secret-box.js';
import { readSecretKeys } from '../../src/provider/keys/secret-keys.js';
import type { ProviderOptions } from '../../src/provider/options.js';
import { NO_LIMITS } from '../proof/no-limits.js';
import { openPayingPage, type Tick } from '../support/paying-page.js';
import { openSandbox } from '../support/sandbox.js';
import { createPostgresDatabase, ON_POSTGRES } from '../support/test-database.js';

const PAGES = 10;
/** Milliseconds between two ticks of a page: of ten pages 50 a second. */
const TICK = 200;
const SIGNS_AFTER = 60_000;
const [OLD, NEW] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];

const dataDirectory = mkdtempSync(join(tmpdir(), 'wm-rotation-'));
after(() => rmSync(dataDirectory, { recursive: true }));
let ahead = 0;
const now = () => Date.now() + ahead;
/** What a node does every so often. */
const repeated: (() => void)[] = [];
const options: Partial<ProviderOptions> & Pick<ProviderOptions, 'dataDirectory'> = {
  dataDirectory,
  now,
  secretKey: [NEW, OLD],
  ...(ON_POSTGRES && { databaseUrl: await createPostgresDatabase() }),
  minPaymentDelay: 1,
  limits: NO_LIMITS,
  allowance: { ratePerHour: '36000.00', budget: '100000.00', period: null },
};
/** The key ids that the visitor's wallet has seen requests signed with, from the last on. */
let signedWith = new Set<string>();
const sandbox = await openSandbox({
  dataDirectory,
  provider: {
    ...options,
    repeat(work) {
      repeated.push(work);
      return () => undefined;
    },
  },
  prepare({ visitor }) {
    visitor.addHook('onRequest', async ({ headers }) => {
      const keyId = /keyid="([^"]+)"/.exec(String(headers['signature-input']))?.[1];
      if (keyId) signedWith.add(keyId);
    });
  },
});
/** Beside that node. */
const services = await createServices({ ...options, origin: sandbox.directory.provider, sandbox: true });
after(() => services.close());
const pages = await Promise.all(Array.from({ length: PAGES }, () => openPayingPage(sandbox)));
const ticks = await Promise.all(pages.map((page) => page.open()));

test('while ten pages pay five times a second a new client key is made and signed with: none fails', async () => {
  const old = services.clientKeys.current.keyId;
  let load = pay(ticks);
  await load.paid(50);
  const next = await rotateClientKey(services);
  await load.paid(50);
  assert.deepEqual(signedWith, new Set([old]));
  // A minute for everybody; payments that are under way would be taken for abandoned.
  await load.stop();
  ahead += SIGNS_AFTER;
  load = pay(ticks);
  await load.paid(20);
  for (const work of repeated) work();
  await load.paid(50);
  signedWith = new Set();
  await load.paid(50);
  assert.deepEqual(signedWith, new Set([next]));
  await load.stop();
});

test('while ten pages pay five times a second everything is sealed with a new secret key: none fails, and the new key opens it', async () => {
  const before = { ...services, secrets: box(OLD) };
  await resealWith(box(OLD, NEW));
  for (const { connection } of pages) assert.ok(await readAccessToken(before, connection));
  const load = pay(ticks);
  await load.paid(50);
  const { count, closed } = await resealSecrets(services);
  assert.ok(count >= 2 * PAGES, `${count} secrets`);
  assert.deepEqual(closed, []);
  await load.paid(50);
  await load.stop();
  const alone = { ...services, secrets: box(NEW) };
  for (const { connection } of pages) assert.ok(await readAccessToken(alone, connection));
});

test('a sealed token that is moved to another visitor’s row opens for nobody', async () => {
  const [mine, other] = await services.database
    .selectFrom('wallet_grant')
    .select(['id', 'connection_id', 'access_token'])
    .where('state', '=', 'active')
    .limit(2)
    .execute();
  assert.ok(mine?.access_token && other?.access_token);
  const put = (access_token: string) =>
    services.write((transaction) =>
      transaction.updateTable('wallet_grant').set({ access_token }).where('id', '=', mine.id).execute(),
    );
  await put(other.access_token);
  assert.equal(await readAccessToken(services, mine.connection_id), null);
  await put(mine.access_token);
  assert.ok(await readAccessToken(services, mine.connection_id));
});

/** All pages tick until they are stopped; an answer that is neither a payment nor `202` is a failure. */
function pay(all: readonly Tick[]) {
  let [stopped, payments] = [false, 0];
  const failures: unknown[] = [];
  const running = all.map(async (tick, index) => {
    await setTimeout((index * TICK) / all.length);
    while (!stopped) {
      const [{ status, body }] = await Promise.all([tick(), setTimeout(TICK)]);
      if (status === 201) payments += 1;
      else if (status !== 202) failures.push({ status, body });
    }
  });
  return {
    /** Resolves after so many more payments. */
    async paid(more: number) {
      const until = payments + more;
      while (payments < until) {
        await setTimeout(TICK);
        assert.deepEqual(failures, []);
      }
    },
    async stop() {
      stopped = true;
      await Promise.all(running);
      assert.deepEqual(failures, []);
    },
  };
}

function box(...keys: string[]) {
  return createSecretBox(readSecretKeys(keys, null));
}

async function resealWith(secrets: ReturnType<typeof box>): Promise<void> {
  await resealSecrets({ ...services, secrets });
}
