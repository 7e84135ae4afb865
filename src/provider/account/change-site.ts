import { chosenLimits } from '../consent/chosen-limits.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { inAsset, type Site } from './read-sites.js';

/** Nothing is paid from the next tick on. */
export async function pauseSite({ write }: Services, { id }: Site): Promise<void> {
  await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ state: 'paused' })
      .where('id', '=', id)
      .where('state', 'in', ['active', 'out-of-funds'])
      .execute(),
  );
}

export async function resumeSite({ write }: Services, { id }: Site): Promise<void> {
  await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ state: 'active' })
      .where('id', '=', id)
      .where('state', '=', 'paused')
      .execute(),
  );
}

/**
 * Within what the wallet has consented to, budget and rate are the visitor's to choose; more than that only the wallet can say.
 * @throws RelayProblem `request-invalid` for more, for a budget below what is spent already, and when the visitor has consented anew meanwhile.
 */
export async function changeLimits(
  { write }: Services,
  site: Site,
  choice: { budget: string; ratePerHour: string },
): Promise<void> {
  const { budget, rate } = chosenLimits(choice, site.assetScale, site.granted);
  const state = site.state === 'out-of-funds' ? ('active' as const) : undefined;
  const changed = await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ budget, rate, ...(state && { state }) })
      .where('id', '=', site.id)
      // Another consent may allow less.
      .where('grant_id', '=', site.grantId)
      .where('state', 'in', ['active', 'out-of-funds', 'paused'])
      // As of now, not as of when the page was made.
      .where(({ eb }) => eb(eb('spent', '+', eb.ref('reserved')), '<=', budget))
      .returning('id')
      .executeTakeFirst(),
  );
  if (changed) return;
  if (site.spent + site.reserved <= budget)
    throw new RelayProblem('request-invalid', 'This site has changed in the meantime. Load the page again.');
  const spent = inAsset(site, site.spent + site.reserved);
  throw new RelayProblem(
    'request-invalid',
    `${spent} of this budget is spent: it cannot be lower. Pause the site instead, or end it.`,
  );
}
