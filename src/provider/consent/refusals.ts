import { RelayProblem } from '../problem.js';
import type { Services, Transaction } from '../services.js';

/** How long a site may not ask a visitor again who said no. */
const SILENCE = 24 * 3_600_000;

/** The visitor said no to the site: nobody is asked about it again for a day, and the connection is as new. */
export async function storeRefusal(
  { write, now }: Services,
  visitor: string,
  connection: { id: string; origin: string },
): Promise<void> {
  await write(async (transaction) => {
    const until = BigInt(now() + SILENCE);
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
  { database, now }: Services,
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
    `You said no to ${origin}. It may ask again a day later, or when you allow it on your account page.`,
  );
}

export function readRefusals({ database, now }: Services, visitor: string): Promise<{ origin: string }[]> {
  return database
    .selectFrom('refusal')
    .select('origin')
    .where('visitor', '=', visitor)
    .where('until', '>', BigInt(now()))
    .orderBy('origin')
    .execute();
}

/** The visitor lets the site ask again. */
export async function forgetRefusal(
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
