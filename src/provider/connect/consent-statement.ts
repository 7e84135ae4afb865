import { convertScaledAmountToDecimal } from '../../protocol/amount.js';
import type { ConsentStatement } from './browser/connect-messages.js';
import type { WalletAddressDetails } from '../../protocol/wallet-address-details.js';
import type { StoredConnection } from '../core/connections.js';
import { maxLimits, proposedLimits } from '../wallet-grants/consent-form/chosen-limits.js';
import { issueFormToken } from '../wallet-grants/consent-form/form-token.js';
import { consentExpiresAt } from '../wallet-grants/send-outgoing-payment-and-quote-grant-request.js';
import { toDisplayName } from '../../server/display-name.js';
import type { ProviderServices } from '../services/provider-services.js';

/** A form is valid for one connection: statements of other connections are rejected. */
export function consentFormPurpose({ id }: Pick<StoredConnection, 'id'>): string {
  return `consent ${id}`;
}

/**
 * Everything that the visitor consents to. The token is valid once, for exactly this wallet and this
 * connection.
 */
export async function createConsentStatement(
  services: ProviderServices,
  connection: StoredConnection,
  visitor: string,
  wallet: WalletAddressDetails,
): Promise<ConsentStatement> {
  const { allowance } = services;
  const decimal = (amount: bigint) => convertScaledAmountToDecimal(amount, wallet.assetScale);
  const [proposed, max] = [proposedLimits(allowance, wallet), maxLimits(allowance, wallet)];
  return {
    token: await issueFormToken(services, visitor, consentFormPurpose(connection), wallet),
    site: connection.origin,
    walletAddress: wallet.id,
    walletName: toDisplayName(wallet.publicName),
    assetCode: toDisplayName(wallet.assetCode) ?? '?',
    budget: { proposed: decimal(proposed.budget), most: decimal(max.budget) },
    ratePerHour: { proposed: decimal(proposed.rate), most: decimal(max.rate) },
    period: allowance.period,
    until: new Date(consentExpiresAt(services)).toISOString(),
  };
}
