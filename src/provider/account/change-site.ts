import { sql } from 'kysely';
import { chosenLimits } from '../consent/chosen-limits.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import type { Site } from './read-sites.js';

/** Nothing is paid from the next tick on. */
export async function pauseSite({ write }: Services, { id, grantId }: Site): Promise<void> {
  await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ state: 'paused' })
      .where('id', '=', id)
      .where('grant_id', '=', grantId)
      .where('state', 'in', ['active', 'out-of-funds'])
      .execute(),
  );
}

export async function resumeSite({ write }: Services, { id, grantId }: Site): Promise<void> {
  await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ state: 'active' })
      .where('id', '=', id)
      .where('grant_id', '=', grantId)
      .where('state', '=', 'paused')
      .execute(),
  );
}

/**
 * Within what the wallet has consented to, budget and rate are the visitor's to choose; more than that only the wallet can say.
 * A budget below what is spent already ends the paying until it renews.
 * @throws RelayProblem `request-invalid` for more, and when the visitor has consented anew meanwhile.
 */
export async function changeLimits(
  { write }: Services,
  site: Site,
  choice: { budget: string; ratePerHour: string },
): Promise<void> {
  const { budget, rate } = chosenLimits(choice, site.assetScale, site.granted);
  // PostgreSQL cannot tell the type of a parameter that stands alone.
  const chosen = sql`CAST(${budget} AS BIGINT)`;
  const state = site.state === 'out-of-funds' ? ('active' as const) : undefined;
  const changed = await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({
        // As of now, not as of when the page was made.
        budget: sql`CASE WHEN spent + reserved <= ${chosen} THEN ${chosen} ELSE spent + reserved END`,
        lowered_budget: sql`CASE WHEN spent + reserved <= ${chosen} THEN NULL ELSE ${chosen} END`,
        rate,
        // What has accrued at a lower rate is not paid at a higher one.
        unpaid: sql`CASE WHEN rate < CAST(${rate} AS BIGINT) AND unpaid > 0 THEN 0 ELSE unpaid END`,
        ...(state && { state }),
      })
      .where('id', '=', site.id)
      // Another consent may allow less.
      .where('grant_id', '=', site.grantId)
      .where('state', 'in', ['active', 'out-of-funds', 'paused'])
      .returning('id')
      .executeTakeFirst(),
  );
  if (!changed)
    throw new RelayProblem('request-invalid', 'This site has changed in the meantime. Load the page again.');
}
