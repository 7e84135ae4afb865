import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, test } from 'node:test';
import { withAccessToken } from '../../../src/provider/wallet-grants/with-access-token.js';
import { createServices } from '../../../src/provider/create-services.js';
import { toPayer, readConnection as readStored } from '../../../src/provider/core/payer.js';
import type { ProviderServices } from '../../../src/provider/services/provider-services.js';
import { openRelayPage } from '../../support/provider/relay-page.js';
import { openSandbox } from '../../support/open-sandbox.js';
import { createPostgresDatabase } from '../../support/postgres/test-database.js';

const MINUTE_MS = 60_000;
let ahead = 0;
/** Changes the wallet's response to a rotation. */
let loseResponses = false;
let rotations = 0;

const shared = { databaseUrl: await createPostgresDatabase(), secretKey: 's'.repeat(43) };
const now = () => Date.now() + ahead;
const sandbox = await openSandbox({
  provider: { ...shared, now },
  prepare({ visitor }) {
    visitor.addHook('onSend', async (request) => {
      if (request.method !== 'POST' || !request.url.startsWith('/auth/token/')) return;
      rotations += 1;
      if (loseResponses) request.raw.socket.destroy();
    });
  },
});
const nodes = await Promise.all([openNode(), openNode(), openNode()]);
const [node] = nodes as [ProviderServices, ...ProviderServices[]];

test('fifty calls on three nodes with an expired token rotate it once and continue with the new one', async () => {
  const connection = await connect();
  const old = await tokenOn(node, connection);
  ahead += 11 * MINUTE_MS;
  rotations = 0;
  const calls = Array.from({ length: 50 }, (_, index) =>
    tokenOn(nodes[index % nodes.length] as ProviderServices, connection),
  );
  const values = new Set(await Promise.all(calls));
  assert.equal(rotations, 1);
  assert.equal(values.size, 1);
  assert.ok(!values.has(old));
});

test('a node that ended during a rotation blocks others for at most half a minute', async () => {
  const connection = await connect();
  ahead += 11 * MINUTE_MS;
  const until = BigInt(now() + 29_000);
  await setGrant(connection, { rotation_leased_until: until });
  rotations = 0;
  let waited = 0;
  const waiting: ProviderServices = {
    ...node,
    async sleep(milliseconds) {
      assert.equal(rotations, 0, 'the lease is still valid');
      waited += milliseconds;
      ahead += milliseconds;
    },
  };
  await tokenOn(waiting, connection);
  assert.equal(rotations, 1);
  assert.ok(waited <= 30_000, String(waited));
});

test('after a lost response the old token is tried once more, then consent is required, and the budget stays unchanged', async () => {
  const connection = await connect();
  const before = await readConnection(connection);
  ahead += 11 * MINUTE_MS;
  rotations = 0;
  loseResponses = true;
  await assert.rejects(tokenOn(node, connection));
  loseResponses = false;
  assert.equal(rotations, 1);
  assert.equal((await readConnection(connection)).state, 'active');
  await assert.rejects(tokenOn(node, connection), { code: 'connection-not-active' });
  assert.equal(rotations, 2);
  assert.deepEqual(await readConnection(connection), { ...before, state: 'reconnect' });
});

test('a valid token is not rotated while a payment is being submitted; an expired one is', async () => {
  const connection = await connect();
  const old = await tokenOn(node, connection);
  const session = await insertIntent(connection);
  ahead += 9.5 * MINUTE_MS;
  rotations = 0;
  assert.equal(await tokenOn(node, connection), old);
  assert.equal(rotations, 0);
  ahead += MINUTE_MS;
  assert.notEqual(await tokenOn(node, connection), old);
  assert.equal(rotations, 1);
  assert.ok(session);
});

test('a connection that is revoked during a rotation stays revoked', async () => {
  const connection = await connect();
  ahead += 11 * MINUTE_MS;
  const revoking: ProviderServices = {
    ...node,
    client: {
      ...node.client,
      token: {
        ...node.client.token,
        async rotate(request) {
          const answer = await node.client.token.rotate(request);
          await setGrant(connection, { state: 'revoked' });
          return answer;
        },
      },
    },
  };
  await assert.rejects(tokenOn(revoking, connection), { code: 'connection-not-active' });
  const { state } = await node.database
    .selectFrom('wallet_grant')
    .select('state')
    .where('connection_id', '=', connection)
    .executeTakeFirstOrThrow();
  assert.equal(state, 'revoked');
});

async function openNode(): Promise<ProviderServices> {
  const services = await createServices({
    origin: sandbox.directory.provider,
    dataDirectory: null,
    sandbox: true,
    now,
    ...shared,
  });
  after(() => services.close());
  return services;
}

async function connect(): Promise<string> {
  const page = await openRelayPage(sandbox.directory.provider);
  return (await page.call('POST', '/relay/connections', {})).body.id as string;
}

async function tokenOn(services: ProviderServices, connection: string): Promise<string> {
  const payer = toPayer(await readStored(services.database, connection));
  return withAccessToken(services, payer, async (accessToken) => accessToken);
}

function readConnection(id: string) {
  return node.database
    .selectFrom('connection')
    .select(['state', 'budget', 'spent', 'reserved'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
}

async function setGrant(
  connection: string,
  change: { rotation_leased_until?: bigint; state?: 'revoked' },
): Promise<void> {
  await node.write((transaction) =>
    transaction.updateTable('wallet_grant').set(change).where('connection_id', '=', connection).execute(),
  );
}

/** A payment that a node is submitting. */
async function insertIntent(connection_id: string): Promise<string> {
  const id = randomUUID();
  const ends = { created_at: BigInt(now()), expires_at: BigInt(now() + MINUTE_MS), closed_at: null };
  const session = { id, connection_id, wallet_address: 'w', incoming_payment: 'i', ...ends };
  await node.write(async (transaction) => {
    await transaction.insertInto('session').values(session).execute();
    await transaction
      .insertInto('intent')
      .values({
        ...{ id, connection_id, session_id: id, grant_id: null, state: 'submitting', debit_amount: 1n },
        ...{ interval_start: 0n, created_at: BigInt(now()), quote_id: 'q', quote_expires_at: 0n },
        ...{ outgoing_payment: null, sent_amount: null, kind: 'streamed', leased_until: 0n, undelivered: 0n },
      })
      .execute();
  });
  return id;
}
