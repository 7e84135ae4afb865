import type { Selectable } from 'kysely';
import { convertScaledAmountToDecimal } from '../../protocol/amount.js';
import { budgetOf, type StoredConnection } from '../connections.js';
import { isConsentOver } from '../consent/end-consent.js';
import { ownConnections, ownGrants } from '../consent/own-grants.js';
import { displayName } from '../pages/display-name.js';
import { isUnfunded } from '../payments/unfunded.js';
import { RelayProblem } from '../problem.js';
import type { WalletGrantTable } from '../schema.js';
import type { Services } from '../services.js';

/** A site that a visitor has consented to pay, as of now. */
export interface Site {
  id: string;
  /** This visitor's consent: the one that is paid from, else the newest. */
  grantId: string;
  /** Another consent has taken its place: nothing can be changed about it. */
  isReplaced: boolean;
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
  /** The wallet has cancelled the last payments. */
  hasNoMoney: boolean;
  /** The wallet has not confirmed yet that the consent has ended. */
  walletSilent: boolean;
}

/** All that this visitor ever consented to and that is not forgotten, the newest consent first. */
export async function readSites(services: Services, visitor: string): Promise<Site[]> {
  const rows = await consentsOf(services, visitor).execute();
  const shown = new Map<string, Row>();
  for (const row of rows) if (!shown.has(row.id) || isInForce(row)) shown.set(row.id, row);
  return [...shown.values()].map((row) => toSite(row, services.now()));
}

/** @throws RelayProblem `not-found` for what is not this visitor's. */
export async function readSite(services: Services, visitor: string, id: string): Promise<Site> {
  const rows = await consentsOf(services, visitor).where('connection.id', '=', id).execute();
  const row = rows.find(isInForce) ?? rows[0];
  if (!row) throw new RelayProblem('not-found', 'You have no such site.');
  return toSite(row, services.now());
}

/** To change something about it. @throws RelayProblem `not-found`, also where somebody else's consent has taken the place of this visitor's. */
export async function readOpenSite(services: Services, visitor: string, id: string): Promise<Site> {
  const site = await readSite(services, visitor, id);
  if (site.isReplaced) throw new RelayProblem('not-found', 'What you consented to here has ended.');
  return site;
}

/** An amount of the site's asset, as people write it. */
export function inAsset({ assetCode, assetScale }: Pick<Site, 'assetCode' | 'assetScale'>, amount: bigint) {
  return `${convertScaledAmountToDecimal(amount, assetScale)} ${assetCode}`;
}

/** The newest first. A site that asks for consent anew, in whatever browser, is still one that this visitor has paid. */
function consentsOf({ database }: Services, visitor: string) {
  return database
    .selectFrom('connection')
    .innerJoin('wallet_grant', 'wallet_grant.connection_id', 'connection.id')
    .selectAll('connection')
    .select([
      'wallet_grant.id as consent',
      'wallet_grant.state as consent_state',
      'wallet_grant.wallet_address as payer',
      'wallet_grant.asset_code as payer_code',
      'wallet_grant.asset_scale as payer_scale',
      'wallet_grant.interval as granted_interval',
      'wallet_grant.budget as granted_budget',
      'wallet_grant.rate as granted_rate',
    ])
    .where(ownConnections(visitor))
    .where(ownGrants(visitor))
    .where('wallet_grant.access_token', 'is not', null)
    .orderBy('wallet_grant.consent_until', 'desc')
    .orderBy('wallet_grant.continue_at', 'desc');
}

type Row = StoredConnection & {
  consent: string;
  consent_state: Selectable<WalletGrantTable>['state'];
  payer: string;
  payer_code: string;
  payer_scale: bigint;
  granted_interval: string | null;
  granted_budget: bigint;
  granted_rate: bigint;
};

function toSite(row: Row, now: number): Site {
  const isReplaced = !isInForce(row);
  const isRenewed = row.interval_end !== null && BigInt(now) >= row.interval_end;
  const granted = { budget: row.granted_budget, rate: row.granted_rate };
  return {
    ...{ id: row.id, grantId: row.consent, isReplaced, origin: row.origin, walletAddress: row.payer },
    ...{ assetCode: displayName(row.payer_code) ?? '?', assetScale: Number(row.payer_scale) },
    ...{ granted, period: row.granted_interval?.split('/')[2] ?? null },
    hasNoMoney: !isReplaced && isUnfunded(row),
    walletSilent: row.consent_state === 'revoking',
    ...(isReplaced
      ? { ...NOTHING_LEFT, ...granted, state: 'revoked' as const }
      : {
          ...{ spent: isRenewed ? 0n : row.spent, reserved: row.reserved },
          ...{ budget: budgetOf(row), rate: row.rate, state: stateOf(row, isRenewed, now) },
          renewsAt: row.interval_end === null || isRenewed ? null : Number(row.interval_end),
          until: row.consent_until === null ? null : Number(row.consent_until),
        }),
  };
}

/** One that was replaced may have been given for longer. */
function isInForce(row: Row): boolean {
  return row.grant_id === row.consent;
}

const NOTHING_LEFT = { spent: 0n, reserved: 0n, renewsAt: null, until: null };

function stateOf(row: Row, isRenewed: boolean, now: number): Site['state'] {
  // The site asks anew, and has not been answered yet.
  if (row.state === 'new' || row.state === 'bound')
    return row.consent_state === 'active' ? 'reconnect' : 'revoked';
  if (isConsentOver(row, now)) return 'reconnect';
  return isRenewed && row.state === 'out-of-funds' ? 'active' : row.state;
}
