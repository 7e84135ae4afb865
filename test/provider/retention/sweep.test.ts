import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createSweep } from '../../../src/provider/retention/sweep.js';
import type { ProviderSchema } from '../../../src/provider/schema.js';
import type { Services } from '../../../src/provider/services.js';
import { openProvider } from '../../support/provider.js';
import { openBooks, START } from '../../support/stored-connection.js';
import { grantOf } from '../../support/stored-grant.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const MONTH = 31 * DAY;
const books = await openBooks();
after(() => books.close());
const { write, database } = books.services;
/** How many rows each transaction of a sweep has deleted. */
const batches: number[] = [];
const sweep = createSweep({
  ...{ now: books.services.now },
  write: (async (work, options) => {
    const result = await write(work, options);
    if (typeof result === 'bigint') batches.push(Number(result));
    return result;
  }) as Services['write'],
});

test('answers to ticks are kept for ten minutes, all others for a day, and never more than 1,000 are deleted at once', async () => {
  const answers = Array.from({ length: 2600 }, (_, index) => ({
    ...{ id: `a${index}`, request: 'r', status: 200n, body: '{}', created_at: BigInt(START) },
    brief: index < 2500 ? 1n : 0n,
  }));
  for (let from = 0; from < answers.length; from += 500) {
    const some = answers.slice(from, from + 500);
    await write((transaction) => transaction.insertInto('idempotent_answer').values(some).execute());
  }
  const kept = async (after: number) => {
    books.clock.now = START + after;
    await sweep();
    return (await database.selectFrom('idempotent_answer').select('id').execute()).length;
  };
  assert.equal(await kept(10 * MINUTE - 1), 2600);
  assert.equal(await kept(10 * MINUTE), 100);
  assert.deepEqual(
    batches.filter((count) => count > 0),
    [1000, 1000, 500],
  );
  assert.equal(await kept(DAY - 1), 100);
  assert.equal(await kept(DAY), 0);
});

test('a session that paid nothing goes a day after it ended; one that paid stays as long as its payments, thirteen months', async () => {
  const { connection, session } = await books.connect('paying', { budget: 1000n });
  await books.openSession(connection, 'unpaid');
  await books.pay(session);
  const kept = async (now: number) => {
    books.clock.now = now;
    await sweep();
    const sessions = await database.selectFrom('session').select('id').orderBy('id').execute();
    return sessions.map(({ id }) => id);
  };
  assert.deepEqual(await kept(START + DAY - 1), ['paying', 'unpaid']);
  assert.deepEqual(await kept(START + DAY), ['paying']);
  assert.deepEqual(await kept(START + 12 * MONTH), ['paying']);
  assert.deepEqual(await kept(START + 13 * MONTH), []);
  assert.equal(await count('intent'), 0);
});

test('a payment of which nobody knows whether it was made is never deleted', async () => {
  const { session } = await books.connect('unknown', { budget: 1000n });
  books.clock.now += 2000;
  assert.ok(await books.submit(session));
  books.clock.now = START + 20 * MONTH;
  await sweep();
  assert.deepEqual([await count('intent'), await count('session')], [1, 1]);
});

test('connections that were never consented to go after a day with their questions, unless their visitor was just here', async () => {
  const stranger = (id: string, challenge_expires_at: bigint | null) => ({
    ...{ id, session_key: id, origin: 'https://site.example', state: 'bound' as const },
    ...{ created_at: BigInt(START), challenge_expires_at },
  });
  const strangers = [
    stranger('asked', null),
    stranger('old', BigInt(START + 5 * MINUTE)),
    stranger('here', BigInt(START + DAY)),
  ];
  await books.connect('consented', { budget: 1000n });
  const grants = [
    grantOf('asked', { id: 'pending', state: 'pending' }),
    grantOf('asked', { id: 'rejected', state: 'rejected' }),
    grantOf('asked', { id: 'dropped', state: 'revoked' }),
    grantOf('consented', { id: 'to be cancelled', state: 'revoking' }),
    grantOf('consented', { id: 'paid', state: 'revoked', access_token: 'sealed' }),
  ];
  await write(async (transaction) => {
    await transaction.insertInto('connection').values(strangers).execute();
    await transaction.insertInto('wallet_grant').values(grants).execute();
  });
  books.clock.now = START + DAY - 1;
  await sweep();
  assert.equal(await count('wallet_grant'), 5);
  books.clock.now = START + DAY + 6 * MINUTE;
  await sweep();
  const connections = await database.selectFrom('connection').select('id').orderBy('id').execute();
  const ids = connections.map(({ id }) => id);
  assert.deepEqual(ids, ['consented', 'here', 'paying', 'unknown']);
  const left = await database.selectFrom('wallet_grant').select('id').orderBy('id').execute();
  assert.deepEqual(left.map(({ id }) => id).sort(), ['paid', 'to be cancelled']);
});

test('forms and refusals go when they end, also when several nodes delete them at once', async () => {
  const ends = [0n, 1n].map((more) => BigInt(books.clock.now) + more);
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
  await Promise.all([sweep(), createSweep(books.services)()]);
  assert.deepEqual([await count('form_token'), await count('refusal')], [1, 1]);
});

test('a provider deletes what is old every minute, until it is closed', async () => {
  const running = new Set<number>();
  const { server } = await openProvider({
    repeat: (_work, milliseconds) => {
      running.add(milliseconds);
      return () => void running.delete(milliseconds);
    },
  });
  assert.ok(running.has(MINUTE));
  await server.close();
  assert.equal(running.size, 0);
});

async function count(table: keyof ProviderSchema): Promise<number> {
  return (await database.selectFrom(table).selectAll().execute()).length;
}
