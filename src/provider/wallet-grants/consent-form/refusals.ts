import { RelayProblem } from '../../core/relay-problem.js';
import type { Services, Transaction } from '../../core/services.js';

/** How long a site must not request consent again after the visitor declined. */
const REFUSAL_LIFETIME_MS = 24 * 3_600_000;

/** Stores that the visitor declined, and resets the connection to `new`. */
export async function storeRefusal(
  { write, now }: Pick<Services, 'write' | 'now'>,
  visitor: string,
  connection: { id: string; origin: string },
): Promise<void> {
  await write(async (transaction) => {
    const until = BigInt(now() + REFUSAL_LIFETIME_MS);
    await transaction
      .insertInto('refusal')
      .values({ visitor, origin: connection.origin, until })
      .onConflict((conflict) => conflict.columns(['visitor', 'origin']).doUpdateSet({ until }))
      .execute();
    await transaction
      .updateTable('connection')
      .set({ state: 'new' })
      .where('id', '=', connection.id)
      .where('state', '=', 'bound')
      .execute();
  });
}

/** @throws RelayProblem `consent-refused` */
export async function checkNotRefused(
  { database, now }: Pick<Services, 'database' | 'now'>,
  visitor: string,
  origin: string,
): Promise<void> {
  const refusal = await database
    .selectFrom('refusal')
    .select('until')
    .where('visitor', '=', visitor)
    .where('origin', '=', origin)
    .where('until', '>', BigInt(now()))
    .executeTakeFirst();
  if (!refusal) return;
  throw new RelayProblem(
    'consent-refused',
    `You declined ${origin}. It can ask again after 24 hours, or after you allow it on your account page.`,
  );
}

export function readRefusals(
  { database, now }: Pick<Services, 'database' | 'now'>,
  visitor: string,
): Promise<{ origin: string }[]> {
  return database
    .selectFrom('refusal')
    .select('origin')
    .where('visitor', '=', visitor)
    .where('until', '>', BigInt(now()))
    .orderBy('origin')
    .execute();
}

/** Allows the site to request consent again. */
export async function deleteRefusal(
  transaction: Transaction,
  visitor: string,
  origin: string,
): Promise<void> {
  await transaction
    .deleteFrom('refusal')
    .where('visitor', '=', visitor)
    .where('origin', '=', origin)
    .execute();
}
