import { USABLE_STATES } from '../../protocol/relay-messages.js';
import { changeLimits } from '../budget/budget-state.js';
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
  const limits = parseChosenLimits(chosenDecimals, site.assetScale, site.grantedLimits);
  const state = site.state === 'out-of-funds' ? ('active' as const) : undefined;
  const changed = await write((transaction) => changeLimits(transaction, site, limits, state));
  if (!changed)
    throw new RelayProblem('request-invalid', 'This site has changed in the meantime. Load the page again.');
}
