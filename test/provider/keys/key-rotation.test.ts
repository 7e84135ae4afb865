import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { readAccessToken } from '../../../src/provider/wallet-grants/access-tokens.js';
import { createServices } from '../../../src/provider/create-services.js';
import { resealSecrets } from '../../../src/provider/keys/reseal-secrets.js';
import { rotateClientKey } from '../../../src/provider/keys/rotate-client-key.js';
import { createSecretBox } from '../../../src/provider/keys/secret-box.js';
import { loadSecretKeys } from '../../../src/provider/keys/secret-keys.js';
import type { ProviderOptions } from '../../../src/provider/services/options.js';
import { NO_LIMITS } from '../../fault-tolerance/environment/no-limits.js';
import { openPayingPage, type Tick } from '../../support/provider/paying-page.js';
import { openSandbox } from '../../support/open-sandbox.js';
import { createPostgresDatabase, ON_POSTGRES } from '../../support/postgres/test-database.js';
import { waitFor } from '../../support/wait-for.js';

const PAGE_COUNT = 10;
/** Milliseconds between two ticks of a page: ten pages send 50 a second. */
const TICK_INTERVAL_MS = 200;
const SIGNING_DELAY_MS = 60_000;
const PAYMENT_TIMEOUT_MS = 60_000;
const [OLD, NEW] = [randomBytes(32).toString('base64url'), randomBytes(32).toString('base64url')];

const dataDirectory = mkdtempSync(join(tmpdir(), 'wm-rotation-'));
after(() => rmSync(dataDirectory, { recursive: true }));
let ahead = 0;
const now = () => Date.now() + ahead;
/** The periodic tasks of a node. */
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
/** The key ids of the requests that the visitor's wallet received, since the last reset. */
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
/** A second node. */
const services = await createServices({ ...options, origin: sandbox.directory.provider, sandbox: true });
after(() => services.close());
const pages = await Promise.all(Array.from({ length: PAGE_COUNT }, () => openPayingPage(sandbox)));
const ticks = await Promise.all(pages.map((page) => page.open()));

test('a client key rotation under load fails no payment', async () => {
  const old = services.clientKeys.current.keyId;
  let load = pay(ticks);
  await load.paid(50);
  const next = await rotateClientKey(services);
  await load.paid(50);
  assert.deepEqual(signedWith, new Set([old]));
  // The clocks advance a minute. Without a pause, running payments would count as abandoned.
  await load.stop();
  ahead += SIGNING_DELAY_MS;
  load = pay(ticks);
  await load.paid(20);
  for (const work of repeated) work();
  await load.paid(50);
  signedWith = new Set();
  await load.paid(50);
  assert.deepEqual(signedWith, new Set([next]));
  await load.stop();
});

test('sealing everything with a new secret key under load fails no payment', async () => {
  const before = { ...services, secrets: box(OLD) };
  await resealWith(box(OLD, NEW));
  for (const { connection } of pages) assert.ok(await readAccessToken(before, connection));
  const load = pay(ticks);
  await load.paid(50);
  const { count, unreadable } = await resealSecrets(services);
  assert.ok(count >= 2 * PAGE_COUNT, `${count} secrets`);
  assert.deepEqual(unreadable, []);
  await load.paid(50);
  await load.stop();
  const alone = { ...services, secrets: box(NEW) };
  for (const { connection } of pages) assert.ok(await readAccessToken(alone, connection));
});

test('a sealed token that is moved to another visitor’s row does not open', async () => {
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

/** All pages tick until stop() is called. A response other than a payment or `202` is a failure. */
function pay(all: readonly Tick[]) {
  let [stopped, payments] = [false, 0];
  const failures: unknown[] = [];
  const running = all.map(async (tick, index) => {
    await setTimeout((index * TICK_INTERVAL_MS) / all.length);
    while (!stopped) {
      const [{ status, body }] = await Promise.all([tick(), setTimeout(TICK_INTERVAL_MS)]);
      if (status === 201) payments += 1;
      else if (status !== 202) failures.push({ status, body });
    }
  });
  return {
    /** Resolves after this number of further payments. */
    async paid(more: number) {
      const until = payments + more;
      await waitFor(
        () => payments >= until || failures.length > 0,
        () => `${until} payments, ${payments} were made`,
        { timeoutMs: PAYMENT_TIMEOUT_MS },
      );
      assert.deepEqual(failures, []);
    },
    async stop() {
      stopped = true;
      await Promise.all(running);
      assert.deepEqual(failures, []);
    },
  };
}

function box(...keys: string[]) {
  return createSecretBox(loadSecretKeys(keys, null));
}

async function resealWith(secrets: ReturnType<typeof box>): Promise<void> {
  await resealSecrets({ ...services, secrets });
}
