import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryRevocations } from '../../../src/provider/wallet-grants/retry-revocations.js';
import { openPayingPage } from '../../support/provider/paying-page.js';
import { openSandboxWithServices } from '../../support/provider/provider-services.js';
import { waitFor } from '../../support/wait-for.js';

const MINUTE_MS = 60;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** The visitor's wallet's behaviour for revocations. */
let dropsRequests = true;
let revocationRequests = 0;
/** The provider's periodic task. */
const rounds = new Set<() => void>();
const { sandbox, services, advance } = await openSandboxWithServices({
  allowance: { ratePerHour: '18.00', budget: '100.00', period: 'P1M', consentDays: 30 },
  repeat(work) {
    rounds.add(work);
    return () => void rounds.delete(work);
  },
  prepare({ visitor }) {
    visitor.addHook('onRequest', async ({ method, url, raw }, reply) => {
      if (method !== 'DELETE' || !url.startsWith('/auth/continue')) return;
      revocationRequests += 1;
      if (!dropsRequests) return;
      reply.hijack();
      raw.socket.destroy();
    });
  },
});

test('a revocation without a response is retried after one, two and four minutes', async () => {
  const grant = await revokeWithoutResponse();
  const askedAfter = async (minutes: number) => {
    revocationRequests = 0;
    await advance(minutes * MINUTE_MS);
    await retryRevocations(services);
    return revocationRequests;
  };
  assert.deepEqual(
    [await askedAfter(0.5), await askedAfter(0.6), await askedAfter(1.5), await askedAfter(0.6)],
    [0, 1, 0, 1],
  );
  dropsRequests = false;
  assert.deepEqual([await askedAfter(3), await askedAfter(1.1)], [0, 1]);
  assert.equal((await read(grant)).state, 'revoked');
  assert.equal(await askedAfter(60), 0);
});

test('finally it is retried once a day, by one node, until the consent would have ended', async () => {
  dropsRequests = true;
  const grant = await revokeWithoutResponse();
  for (let days = 0; days < 15; days += 1) {
    await advance(DAY_MS);
    await retryRevocations(services);
  }
  revocationRequests = 0;
  await advance(DAY_MS + MINUTE_MS);
  await Promise.all([retryRevocations(services), retryRevocations(services)]);
  assert.equal(revocationRequests, 1);
  await advance(15 * DAY_MS);
  await retryRevocations(services);
  assert.equal(revocationRequests, 1);
  assert.equal((await read(grant)).state, 'revoking', 'the grant is not marked as revoked');
});

test('a grant whose token cannot be opened does not count as revoked', async () => {
  dropsRequests = false;
  const page = await openPayingPage(sandbox);
  const { connection } = page;
  await services.write((transaction) =>
    transaction
      .updateTable('wallet_grant')
      .set({ state: 'revoking', continue_token: 'sealed with a lost key' })
      .where('connection_id', '=', connection)
      .execute(),
  );
  await retryRevocations(services);
  assert.equal((await read(connection)).state, 'revoking');
  assert.equal((await page.revoke()).body.code, 'wallet-refused', 'not an internal error');
});

test('the provider retries revocations without ticks', async () => {
  dropsRequests = true;
  const grant = await revokeWithoutResponse();
  dropsRequests = false;
  await advance(2 * MINUTE_MS);
  revocationRequests = 0;
  for (const round of rounds) round();
  await waitFor(async () => (await read(grant)).state === 'revoked', 'a revocation');
  assert.equal(revocationRequests, 1);
});

/** @returns the connection's id. */
async function revokeWithoutResponse(): Promise<string> {
  const page = await openPayingPage(sandbox);
  assert.equal((await page.revoke()).status, 502);
  const { state, revoke_at } = await read(page.connection);
  assert.equal(state, 'revoking');
  assert.ok(Number(revoke_at) > services.now());
  return page.connection;
}

function read(connection: string) {
  return services.database
    .selectFrom('wallet_grant')
    .select(['state', 'revoke_at'])
    .where('connection_id', '=', connection)
    .executeTakeFirstOrThrow();
}
