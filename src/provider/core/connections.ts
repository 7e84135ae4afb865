import { randomUUID } from 'node:crypto';
import type { Selectable } from 'kysely';
import { isUsableConnection, type Connection } from '../../protocol/relay-messages.js';
import type { Amount } from '../../protocol/amount.js';
import { RelayProblem } from './relay-problem.js';
import type { ConnectionTable } from './database-schema.js';
import type { Services } from './services.js';

export type StoredConnection = Selectable<ConnectionTable>;

/** The caller of a relay request: a session key on a site. It can access only its own connections. */
export interface RelayCaller {
  sessionKey: string;
  siteOrigin: string;
}

/**
 * Returns the caller's connection and creates it if it does not exist.
 * @param checkRate throws if the rate limit for new connections is exceeded.
 * @returns `created` is true if the connection is new.
 */
export async function findOrCreateConnection(
  { database, write, now }: Services,
  { sessionKey, siteOrigin }: RelayCaller,
  checkRate: () => void,
): Promise<{ connection: StoredConnection; created: boolean }> {
  const find = () =>
    database
      .selectFrom('connection')
      .selectAll()
      .where('session_key', '=', sessionKey)
      .where('origin', '=', siteOrigin);
  // Pages repeat this request often, so the common case does not write.
  const found = await find().executeTakeFirst();
  if (found) return { connection: found, created: false };
  checkRate();
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

/** @throws RelayProblem `not-found` if the id is unknown or belongs to another caller. */
export async function findConnection(
  { database }: Services,
  id: string,
  caller: RelayCaller,
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

/** @throws RelayProblem `connection-not-active` if the connection cannot pay. */
export function checkActive(connection: Pick<StoredConnection, 'state'>): void {
  if (isUsableConnection(connection)) return;
  throw new RelayProblem('connection-not-active', `The connection is ${connection.state}.`);
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
    budget: amount(effectiveBudget(stored)),
    spent: amount(stored.spent),
    rate: amount(stored.rate),
    renewsAt: stored.interval_end === null ? null : new Date(Number(stored.interval_end)).toISOString(),
  };
}

/** What remains of the interval's budget. 0 if the visitor lowered the budget below the spent amount. */
export function remainingBudget(connection: StoredConnection): bigint {
  const remaining = effectiveBudget(connection) - connection.spent - connection.reserved;
  return remaining > 0n ? remaining : 0n;
}

/** The budget of one interval, as chosen by the visitor. */
export function effectiveBudget({
  budget,
  lowered_budget: lowered,
}: Pick<StoredConnection, 'budget' | 'lowered_budget'>): bigint {
  return lowered ?? budget;
}
