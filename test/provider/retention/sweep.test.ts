import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createSweep } from '../../../src/provider/retention/sweep.js';
import type { ProviderSchema } from '../../../src/provider/core/database-schema.js';
import type { Services } from '../../../src/provider/core/services.js';
import { openProvider } from '../../support/provider/open-provider.js';
import { openProviderDatabase, START } from '../../support/provider/provider-database.js';
import { sampleGrant } from '../../support/provider/stored-grant.js';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const MONTH_MS = 31 * DAY_MS;
const providerDatabase = await openProviderDatabase();
after(() => providerDatabase.close());
const { write, database } = providerDatabase.services;
/** The number of rows that each transaction of a sweep has deleted. */
const batches: number[] = [];
const sweep = createSweep({
  ...{ now: providerDatabase.services.now },
  write: (async (work, options) => {
    const result = await write(work, options);
    if (typeof result === 'bigint') batches.push(Number(result));
    return result;
  }) as Services['write'],
});

test('tick responses are stored for ten minutes and others for a day; at most 1,000 are deleted at a time', async () => {
  const answers = Array.from({ length: 2600 }, (_, index) => ({
    ...{ id: `a${index}`, request: 'r', status: 200n, body: '{}', created_at: BigInt(START) },
    short_lived: index < 2500 ? 1n : 0n,
  }));
  for (let from = 0; from < answers.length; from += 500) {
    const some = answers.slice(from, from + 500);
    await write((transaction) => transaction.insertInto('idempotent_answer').values(some).execute());
  }
  const kept = async (after: number) => {
    providerDatabase.clock.now = START + after;
    await sweep();
    return (await database.selectFrom('idempotent_answer').select('id').execute()).length;
  };
  assert.equal(await kept(10 * MINUTE_MS - 1), 2600);
  assert.equal(await kept(10 * MINUTE_MS), 100);
  assert.deepEqual(
    batches.filter((count) => count > 0),
    [1000, 1000, 500],
  );
  assert.equal(await kept(DAY_MS - 1), 100);
  assert.equal(await kept(DAY_MS), 0);
});

test('a session without payments is deleted after a day, one with payments after thirteen months', async () => {
  const { connection, session } = await providerDatabase.connect('paying', { budget: 1000n });
  await providerDatabase.openSession(connection, 'unpaid');
  await providerDatabase.pay(session);
  const kept = async (now: number) => {
    providerDatabase.clock.now = now;
    await sweep();
    const sessions = await database.selectFrom('session').select('id').orderBy('id').execute();
    return sessions.map(({ id }) => id);
  };
  assert.deepEqual(await kept(START + DAY_MS - 1), ['paying', 'unpaid']);
  assert.deepEqual(await kept(START + DAY_MS), ['paying']);
  assert.deepEqual(await kept(START + 12 * MONTH_MS), ['paying']);
  assert.deepEqual(await kept(START + 13 * MONTH_MS), []);
  assert.equal(await count('intent'), 0);
});

test('a payment with an unknown outcome is never deleted', async () => {
  const { session } = await providerDatabase.connect('unknown', { budget: 1000n });
  providerDatabase.clock.now += 2000;
  assert.ok(await providerDatabase.submit(session));
  providerDatabase.clock.now = START + 20 * MONTH_MS;
  await sweep();
  assert.deepEqual([await count('intent'), await count('session')], [1, 1]);
});

test('connections without consent are deleted after a day unless their visitor was active', async () => {
  const unboundConnection = (id: string, challenge_expires_at: bigint | null) => ({
    ...{ id, session_key: id, origin: 'https://site.example', state: 'bound' as const },
    ...{ created_at: BigInt(START), challenge_expires_at },
  });
  const unboundConnections = [
    unboundConnection('asked', null),
    unboundConnection('old', BigInt(START + 5 * MINUTE_MS)),
    unboundConnection('here', BigInt(START + DAY_MS)),
  ];
  await providerDatabase.connect('consented', { budget: 1000n });
  const grants = [
    sampleGrant('asked', { id: 'pending', state: 'pending' }),
    sampleGrant('asked', { id: 'rejected', state: 'rejected' }),
    sampleGrant('asked', { id: 'dropped', state: 'revoked' }),
    sampleGrant('consented', { id: 'to be cancelled', state: 'revoking' }),
    sampleGrant('consented', { id: 'paid', state: 'revoked', access_token: 'sealed' }),
  ];
  await write(async (transaction) => {
    await transaction.insertInto('connection').values(unboundConnections).execute();
    await transaction.insertInto('wallet_grant').values(grants).execute();
  });
  providerDatabase.clock.now = START + DAY_MS - 1;
  await sweep();
  assert.equal(await count('wallet_grant'), 5);
  providerDatabase.clock.now = START + DAY_MS + 6 * MINUTE_MS;
  await sweep();
  const connections = await database.selectFrom('connection').select('id').orderBy('id').execute();
  const ids = connections.map(({ id }) => id);
  assert.deepEqual(ids, ['consented', 'here', 'paying', 'unknown']);
  const left = await database.selectFrom('wallet_grant').select('id').orderBy('id').execute();
  assert.deepEqual(left.map(({ id }) => id).sort(), ['paid', 'to be cancelled']);
});

test('expired forms and refusals are deleted, also by several nodes at once', async () => {
  const ends = [0n, 1n].map((more) => BigInt(providerDatabase.clock.now) + more);
  await write(async (transaction) => {
    for (const end of ends) {
      const form = { hash: `${end}`, visitor: 'v', purpose: 'p', shown: '{}', expires_at: end };
      await transaction.insertInto('form_token').values(form).execute();
      await transaction
        .insertInto('refusal')
        .values({ visitor: 'v', origin: `${end}`, until: end })
        .execute();
    }
  });
  await Promise.all([sweep(), createSweep(providerDatabase.services)()]);
  assert.deepEqual([await count('form_token'), await count('refusal')], [1, 1]);
});

test('a running provider sweeps every minute', async () => {
  const running = new Set<number>();
  const { server } = await openProvider({
    repeat: (_work, milliseconds) => {
      running.add(milliseconds);
      return () => void running.delete(milliseconds);
    },
  });
  assert.ok(running.has(MINUTE_MS));
  await server.close();
  assert.equal(running.size, 0);
});

async function count(table: keyof ProviderSchema): Promise<number> {
  return (await database.selectFrom(table).selectAll().execute()).length;
}
