import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import type { Connection } from '../protocol/relay-messages.js';
import type { Amount } from '../protocol/amount.js';
import { RelayProblem } from './problem.js';
import type { ConnectionTable } from './schema.js';
import type { Services } from './services.js';

export type StoredConnection = Selectable<ConnectionTable>;

/** Who calls: a key on a site. Another key, or the same key on another site, sees nothing. */
export interface Caller {
  sessionKey: string;
  siteOrigin: string;
}

/**
 * The caller's connection, made if there is none. `created` tells which.
 * @param admit throws when no new one may be made now.
 */
export async function findOrCreateConnection(
  { database, write, now }: Services,
  { sessionKey, siteOrigin }: Caller,
  admit: () => void,
) {
  const find = () =>
    database
      .selectFrom('connection')
      .selectAll()
      .where('session_key', '=', sessionKey)
      .where('origin', '=', siteOrigin);
  // Pages ask again and again, and are to be answered without writing anything.
  const found = await find().executeTakeFirst();
  if (found) return { connection: found, created: false };
  admit();
  const { numInsertedOrUpdatedRows } = await write((transaction) =>
    transaction
      .insertInto('connection')
      .values({
        id: randomUUID(),
        session_key: sessionKey,
        origin: siteOrigin,
        state: 'new',
        created_at: BigInt(now()),
      })
      .onConflict((conflict) => conflict.columns(['session_key', 'origin']).doNothing())
      .executeTakeFirstOrThrow(),
  );
  const connection = await find().executeTakeFirstOrThrow();
  return { connection, created: numInsertedOrUpdatedRows === 1n };
}

/** @throws RelayProblem `not-found` for an unknown id and for somebody else's. */
export async function findConnection(
  { database }: Services,
  id: string,
  caller: Caller,
): Promise<StoredConnection> {
  const connection = await database
    .selectFrom('connection')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst();
  if (
    !connection ||
    connection.session_key !== caller.sessionKey ||
    connection.origin !== caller.siteOrigin
  ) {
    throw new RelayProblem('not-found', 'This page has no such connection.');
  }
  return connection;
}

export function toConnectionMessage(stored: StoredConnection): Connection {
  const { id, state, asset_code: assetCode, asset_scale: scale } = stored;
  if (assetCode === null || scale === null || state === 'new') return { id, state };
  const amount = (value: bigint): Amount => ({
    value: value.toString(),
    assetCode,
    assetScale: Number(scale),
  });
  return {
    id,
    state,
    budget: amount(budgetOf(stored)),
    spent: amount(stored.spent),
    rate: amount(stored.rate),
    renewsAt: stored.interval_end === null ? null : new Date(Number(stored.interval_end)).toISOString(),
  };
}

/** What is left of the interval's budget; nothing, where the visitor has lowered it below what was spent. */
export function leftOf(connection: StoredConnection): bigint {
  const left = budgetOf(connection) - connection.spent - connection.reserved;
  return left > 0n ? left : 0n;
}

/** What may be spent in one interval, as the visitor has chosen it. */
export function budgetOf({
  budget,
  lowered_budget: lowered,
}: Pick<StoredConnection, 'budget' | 'lowered_budget'>): bigint {
  return lowered ?? budget;
}
