import assert from 'node:assert/strict';
import { sql } from 'kysely';
import { checkLedger } from '../../src/sandbox-wallet/sandbox-wallet.js';
import {
  createIncomingPayment,
  requestOutgoingGrant,
  requestToken,
  startWalletPair,
  type WalletPair,
} from '../support/wallet-pair.js';
import { type Progress, SILENT } from '../proof/progress.js';
import { seededRandom } from '../support/wallet-random.js';
import type { Target } from './drafts.js';
import { malformedRequest } from './malformed.js';
import { sendRaw } from './send-raw.js';

const CONCURRENCY = 16;

/** Sends `count` malformed requests. Every one is the client's mistake, and afterwards no money has moved. */
export async function runMalformed(
  count: number,
  seed: number,
  progress: Progress = SILENT,
): Promise<{ kinds: number; statuses: Map<string, number> }> {
  const pair = await startWalletPair();
  const random = seededRandom(seed);
  const target = await openTarget(pair);
  const before = await booksOf(pair);
  const kinds = new Set<string>();
  const statuses = new Map<string, number>();
  let left = count;
  const work = async () => {
    while (left-- > 0) {
      progress(`${count - left - 1} of ${count} requests`);
      const { kind, origin, text } = malformedRequest(target, random);
      kinds.add(kind);
      const status = await sendRaw(origin, text);
      assert.ok(status === undefined || status < 500, `${kind}: ${status}\n${text.slice(0, 2_000)}`);
      const label = String(status ?? 'closed');
      statuses.set(label, (statuses.get(label) ?? 0) + 1);
    }
  };
  try {
    await Promise.all(Array.from({ length: CONCURRENCY }, work));
    assert.deepEqual(await booksOf(pair), before, 'no money has moved');
    assert.deepEqual(await checkLedger(pair.database), []);
    assert.equal((await fetch(`${pair.visitor}/visitor`)).status, 200, 'the wallet is well');
  } finally {
    await pair.close();
  }
  return { kinds: kinds.size, statuses };
}

async function openTarget(pair: WalletPair): Promise<Target> {
  return {
    pair,
    tokens: {
      quote: await requestToken(pair, pair.visitor, { type: 'quote', actions: ['create', 'read'] }),
      incoming: await requestToken(pair, pair.receiver, { type: 'incoming-payment', actions: ['create'] }),
      outgoing: (await requestOutgoingGrant(pair, undefined)).token,
    },
    incomingPayment: await createIncomingPayment(pair),
  };
}

async function booksOf({ database }: WalletPair): Promise<unknown[]> {
  const books = [
    'SELECT * FROM accounts',
    'SELECT * FROM transfers',
    'SELECT * FROM outgoing_payments',
    'SELECT * FROM grant_spends',
  ];
  const rows = [];
  for (const query of books) rows.push((await sql.raw(query).execute(database.committed)).rows);
  return rows;
}
