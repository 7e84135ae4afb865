import type { ProviderOptions } from '../options.js';
import { repeatedly } from '../repeatedly.js';
import type { Services } from '../services.js';

/** How often the nodes say that the database is in use. */
const EVERY = 60_000;
/** Nothing was said for so long: nobody was there, or what was said since is gone, with the payments of that time. */
const GAP = 3 * EVERY;
const ONLY = 1n;

/**
 * Says that the database is in use now. When nobody has for some minutes it may be an older copy that was restored: then each wallet is asked
 * what it has paid before anything more is paid from it (check-spent.ts).
 */
export async function findGap({ write, now, log }: Pick<Services, 'write' | 'now' | 'log'>): Promise<void> {
  const at = BigInt(now());
  const unsure = await write(async (transaction) => {
    const last = await transaction
      .selectFrom('heartbeat')
      .select('at')
      .where('id', '=', ONLY)
      .forUpdate()
      .executeTakeFirst();
    await transaction
      .insertInto('heartbeat')
      .values({ id: ONLY, at })
      .onConflict((conflict) => conflict.column('id').doUpdateSet({ at }))
      .execute();
    // A copy from before this was kept tells nothing either.
    if (last && at - last.at <= BigInt(GAP)) return 0n;
    const { numUpdatedRows } = await transaction
      .updateTable('connection')
      .set({ unsure: 1n })
      .where('grant_id', 'is not', null)
      .where('state', 'in', ['active', 'out-of-funds', 'paused'])
      .executeTakeFirst();
    return numUpdatedRows;
  });
  if (unsure > 0n)
    log.info({ connections: Number(unsure) }, 'wallets are asked what they have paid meanwhile');
}

/** Once a minute. @returns stops it, and waits for the round that is under way. */
export function findGapsRepeatedly(
  services: Services,
  repeat: ProviderOptions['repeat'],
): () => Promise<void> {
  const find = () =>
    findGap(services).catch((error: unknown) =>
      services.log.error({ err: error }, 'the database could not be marked as in use'),
    );
  return repeatedly(find, EVERY, repeat);
}
