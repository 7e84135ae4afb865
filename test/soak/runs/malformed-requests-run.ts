import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { checkLedger } from '../../../src/sandbox-wallet/sandbox-wallet.js';
import {
  createTestIncomingPayment,
  requestOutgoingGrant,
  requestToken,
  startWalletPair,
  type WalletPair,
} from '../../support/wallets/wallet-pair.js';
import { type ReportProgress, NO_PROGRESS } from '../../fault-tolerance/runs/progress.js';
import { createSeededRandom } from '../../support/seeded-random.js';
import type { RequestTarget } from '../requests/request-fixtures.js';
import { malformedRequest } from '../requests/malformed-requests.js';
import { sendRawForStatus } from '../requests/send-raw-for-status.js';

const CONCURRENCY = 16;

/** Sends `count` malformed requests. Each one gets a client error, and no money moves. */
export async function runMalformedRequests(
  count: number,
  seed: number,
  progress: ReportProgress = NO_PROGRESS,
): Promise<{ kinds: number; statuses: Map<string, number> }> {
  const pair = await startWalletPair();
  const random = createSeededRandom(seed);
  const target = await openTarget(pair);
  const before = await readLedgerRows(pair);
  const kinds = new Set<string>();
  const statuses = new Map<string, number>();
  let left = count;
  const work = async () => {
    while (left-- > 0) {
      progress(`${count - left - 1} of ${count} requests`);
      const { kind, origin, text } = malformedRequest(target, random);
      kinds.add(kind);
      const status = await sendRawForStatus(origin, text);
      assert.ok(status === undefined || status < 500, `${kind}: ${status}\n${text.slice(0, 2_000)}`);
      const label = String(status ?? 'closed');
      statuses.set(label, (statuses.get(label) ?? 0) + 1);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    assert.deepEqual(await readLedgerRows(pair), before, 'no money has moved');
    assert.deepEqual(await checkLedger(pair.database), []);
    assert.equal((await fetch(`${pair.visitor}/visitor`)).status, 200, 'the wallet still works');
  } finally {
    await pair.close();
  }
  return { kinds: kinds.size, statuses };
}

async function openTarget(pair: WalletPair): Promise<RequestTarget> {
  return {
    pair,
    tokens: {
      quote: await requestToken(pair, pair.visitor, { type: 'quote', actions: ['create', 'read'] }),
      incoming: await requestToken(pair, pair.receiver, { type: 'incoming-payment', actions: ['create'] }),
      outgoing: (await requestOutgoingGrant(pair, undefined)).token,
    },
    incomingPayment: await createTestIncomingPayment(pair),
  };
}

async function readLedgerRows({ database }: WalletPair): Promise<unknown[]> {
  const books = [
    'SELECT * FROM accounts',
    'SELECT * FROM transfers',
    'SELECT * FROM outgoing_payments',
    'SELECT * FROM grant_spends',
  ];
  const rows = [];
  for (const query of books) rows.push((await sql.raw(query).execute(database.reader)).rows);
  return rows;
}
