import type { Selectable } from 'kysely';
import { effectiveBudget, type StoredConnection } from '../../core/connections.js';
import { isConsentExpired } from '../../budget/expire-consent.js';
import { connectionsOfVisitor, grantsOfVisitor } from '../../wallet-grants/grants-of-visitor.js';
import { toDisplayName } from '../../../server/display-name.js';
import { isUnfunded } from '../../budget/unfunded.js';
import { RelayProblem } from '../../core/relay-problem.js';
import type { WalletGrantTable } from '../../core/database-schema.js';
import type { ProviderServices } from '../../services/provider-services.js';

/** A site that a visitor has consented to pay, in its current state. */
export interface Site {
  id: string;
  /** This visitor's current grant, or the newest one if none is current. */
  grantId: string;
  /** Another grant has replaced this one, so it cannot be changed. */
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
  consentUntil: number | null;
  /** The limits that the wallet granted: the maximum that the visitor can choose without a new consent. */
  grantedLimits: { budget: bigint; rate: bigint };
  /** The wallet cancelled the last payments. */
  isWalletUnfunded: boolean;
  /** The wallet has not confirmed the revocation yet. */
  isRevocationPending: boolean;
}

/** All sites that this visitor has consented to and that are not deleted yet, newest consent first. */
export async function readVisitorSites(services: ProviderServices, visitor: string): Promise<Site[]> {
  const rows = await selectConsents(services, visitor).execute();
  const newestBySite = new Map<string, ConsentRow>();
  for (const row of rows) if (!newestBySite.has(row.id) || isCurrentGrant(row)) newestBySite.set(row.id, row);
  return [...newestBySite.values()].map((row) => toSite(row, services.now()));
}

/** @throws RelayProblem `not-found` if the site does not belong to this visitor. */
export async function readVisitorSite(
  services: ProviderServices,
  visitor: string,
  id: string,
): Promise<Site> {
  const rows = await selectConsents(services, visitor).where('connection.id', '=', id).execute();
  const row = rows.find(isCurrentGrant) ?? rows[0];
  if (!row) throw new RelayProblem('not-found', 'No such site in your account.');
  return toSite(row, services.now());
}

/**
 * The site, for a change.
 * @throws RelayProblem `not-found` if the site does not belong to this visitor, or if another visitor's grant
 * has replaced this visitor's.
 */
export async function readCurrentSite(
  services: ProviderServices,
  visitor: string,
  id: string,
): Promise<Site> {
  const site = await readVisitorSite(services, visitor, id);
  if (site.isReplaced) throw new RelayProblem('not-found', 'Your consent for this site has ended.');
  return site;
}

/**
 * Newest first. Includes sites that request consent again, in any browser: this visitor has paid them, too.
 */
function selectConsents({ database }: ProviderServices, visitor: string) {
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
    .where(connectionsOfVisitor(visitor))
    .where(grantsOfVisitor(visitor))
    .where('wallet_grant.access_token', 'is not', null)
    .orderBy('wallet_grant.consent_until', 'desc')
    .orderBy('wallet_grant.continue_at', 'desc');
}

type ConsentRow = StoredConnection & {
  consent: string;
  consent_state: Selectable<WalletGrantTable>['state'];
  payer: string;
  payer_code: string;
  payer_scale: bigint;
  granted_interval: string | null;
  granted_budget: bigint;
  granted_rate: bigint;
};

function toSite(row: ConsentRow, now: number): Site {
  const isReplaced = !isCurrentGrant(row);
  const isRenewed = row.interval_end !== null && BigInt(now) >= row.interval_end;
  const grantedLimits = { budget: row.granted_budget, rate: row.granted_rate };
  return {
    ...{ id: row.id, grantId: row.consent, isReplaced, origin: row.origin, walletAddress: row.payer },
    ...{ assetCode: toDisplayName(row.payer_code) ?? '?', assetScale: Number(row.payer_scale) },
    ...{ grantedLimits, period: row.granted_interval?.split('/')[2] ?? null },
    isWalletUnfunded: !isReplaced && isUnfunded(row),
    isRevocationPending: row.consent_state === 'revoking',
    ...(isReplaced
      ? { ...REPLACED_SITE_VALUES, ...grantedLimits, state: 'revoked' as const }
      : {
          ...{ spent: isRenewed ? 0n : row.spent, reserved: row.reserved },
          ...{ budget: effectiveBudget(row), rate: row.rate, state: currentState(row, isRenewed, now) },
          renewsAt: row.interval_end === null || isRenewed ? null : Number(row.interval_end),
          consentUntil: row.consent_until === null ? null : Number(row.consent_until),
        }),
  };
}

/** A replaced grant may have a later end date, so the dates cannot decide. */
function isCurrentGrant(row: ConsentRow): boolean {
  return row.grant_id === row.consent;
}

const REPLACED_SITE_VALUES = { spent: 0n, reserved: 0n, renewsAt: null, consentUntil: null };

function currentState(row: ConsentRow, isRenewed: boolean, now: number): Site['state'] {
  // The site requests consent again, and the visitor has not decided yet.
  if (row.state === 'new' || row.state === 'bound')
    return row.consent_state === 'active' ? 'reconnect' : 'revoked';
  if (isConsentExpired(row, now)) return 'reconnect';
  return isRenewed && row.state === 'out-of-funds' ? 'active' : row.state;
}
