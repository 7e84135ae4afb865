import { sql } from 'kysely';
import { CONSENTED_STATES, USABLE_STATES } from '../../protocol/relay-messages.js';
import { parseChosenLimits } from '../wallet-grants/consent-form/chosen-limits.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { ProviderServices } from '../services/provider-services.js';
import type { Site } from './queries/read-sites.js';

/** Payments stop at the next tick. */
export async function pauseSite({ write }: ProviderServices, { id, grantId }: Site): Promise<void> {
  await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({ state: 'paused' })
      .where('id', '=', id)
      .where('grant_id', '=', grantId)
      .where('state', 'in', USABLE_STATES)
      .execute(),
  );
}

export async function resumeSite({ write }: ProviderServices, { id, grantId }: Site): Promise<void> {
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
 * The visitor may choose any budget and rate up to those that the wallet granted.
 * A budget below the amount already spent stops payments until the budget renews.
 * @throws RelayProblem `request-invalid` if the values exceed the grant, or if the visitor has given another
 * consent in the meantime.
 */
export async function changeSiteLimits(
  { write }: ProviderServices,
  site: Site,
  chosenDecimals: { budget: string; ratePerHour: string },
): Promise<void> {
  const { budget, rate } = parseChosenLimits(chosenDecimals, site.assetScale, site.grantedLimits);
  // PostgreSQL cannot infer the type of an untyped parameter here.
  const chosen = sql`CAST(${budget} AS BIGINT)`;
  const state = site.state === 'out-of-funds' ? ('active' as const) : undefined;
  const changed = await write((transaction) =>
    transaction
      .updateTable('connection')
      .set({
        // Compares with the current row. The form may be out of date.
        budget: sql`CASE WHEN spent + reserved <= ${chosen} THEN ${chosen} ELSE spent + reserved END`,
        lowered_budget: sql`CASE WHEN spent + reserved <= ${chosen} THEN NULL ELSE ${chosen} END`,
        rate,
        // Time that accrued at a lower rate is not paid at a higher one.
        unpaid_ms: sql`CASE WHEN rate < CAST(${rate} AS BIGINT) AND unpaid_ms > 0 THEN 0 ELSE unpaid_ms END`,
        ...(state && { state }),
      })
      .where('id', '=', site.id)
      // A newer grant may allow less.
      .where('grant_id', '=', site.grantId)
      .where('state', 'in', CONSENTED_STATES)
      .returning('id')
      .executeTakeFirst(),
  );
  if (!changed)
    throw new RelayProblem('request-invalid', 'This site has changed in the meantime. Load the page again.');
}
