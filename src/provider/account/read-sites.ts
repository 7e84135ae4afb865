import type { Selectable } from 'kysely';
import { convertScaledAmountToDecimal } from '../../protocol/amount.js';
import { budgetOf, type StoredConnection } from '../connections.js';
import { isConsentOver } from '../consent/end-consent.js';
import { ownGrants } from '../consent/own-grants.js';
import { displayName } from '../pages/display-name.js';
import { RelayProblem } from '../problem.js';
import type { WalletGrantTable } from '../schema.js';
import type { Services } from '../services.js';

/** A site that a visitor has consented to pay, as of now. */
export interface Site {
  id: string;
  /** The consent that `granted` is of. */
  grantId: string | null;
  origin: string;
  state: StoredConnection['state'];
  walletAddress: string;
  assetCode: string;
  assetScale: number;
  spent: bigint;
  reserved: bigint;
  budget: bigint;
  rate: bigint;
  period: string | null;
  /** Milliseconds since 1970, or null. */
  renewsAt: number | null;
  until: number | null;
  /** What the wallet has consented to: the most that can be chosen without asking it again. */
  granted: { budget: bigint; rate: bigint };
  /** The wallet has not confirmed yet that the consent has ended. */
  walletSilent: boolean;
}

/** All that this visitor ever consented to and that is not forgotten, the newest consent first. */
export async function readSites(services: Services, visitor: string): Promise<Site[]> {
  const rows = await ofVisitor(services, visitor).orderBy('connection.consent_until', 'desc').execute();
  return rows.map((row) => toSite(row, services.now()));
}

/** @throws RelayProblem `not-found` for what is not this visitor's. */
export async function readSite(services: Services, visitor: string, id: string): Promise<Site> {
  const row = await ofVisitor(services, visitor).where('connection.id', '=', id).executeTakeFirst();
  if (!row) throw new RelayProblem('not-found', 'You have no such site.');
  return toSite(row, services.now());
}

/** An amount of the site's asset, as people write it. */
export function inAsset({ assetCode, assetScale }: Pick<Site, 'assetCode' | 'assetScale'>, amount: bigint) {
  return `${convertScaledAmountToDecimal(amount, assetScale)} ${assetCode}`;
}

function ofVisitor({ database }: Services, visitor: string) {
  return database
    .selectFrom('connection')
    .innerJoin('wallet_grant', 'wallet_grant.id', 'connection.grant_id')
    .selectAll('connection')
    .select([
      'wallet_grant.state as grant_state',
      'wallet_grant.budget as granted_budget',
      'wallet_grant.rate as granted_rate',
    ])
    .where('connection.visitor', '=', visitor)
    .where(ownGrants(visitor));
}

type Row = StoredConnection & {
  grant_state: Selectable<WalletGrantTable>['state'];
  granted_budget: bigint;
  granted_rate: bigint;
};

function toSite(row: Row, now: number): Site {
  const renewed = row.interval_end !== null && BigInt(now) >= row.interval_end;
  const state = renewed && row.state === 'out-of-funds' ? 'active' : row.state;
  return {
    ...{ id: row.id, grantId: row.grant_id, origin: row.origin, walletAddress: row.wallet_address ?? '' },
    ...{ assetCode: displayName(row.asset_code) ?? '?', assetScale: Number(row.asset_scale) },
    ...{ spent: renewed ? 0n : row.spent, reserved: row.reserved, rate: row.rate },
    budget: budgetOf(row),
    state: isConsentOver(row, now) ? 'reconnect' : state,
    period: row.interval?.split('/')[2] ?? null,
    renewsAt: row.interval_end === null || renewed ? null : Number(row.interval_end),
    until: row.consent_until === null ? null : Number(row.consent_until),
    granted: { budget: row.granted_budget, rate: row.granted_rate },
    walletSilent: row.grant_state === 'revoking',
  };
}
