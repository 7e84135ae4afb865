import { convertScaledAmountToDecimal } from '../../protocol/amount.js';
import type { ConsentStatement } from '../../protocol/connect-messages.js';
import type { WalletAddressDetails } from '../../protocol/dictionaries.js';
import type { StoredConnection } from '../connections.js';
import { highestLimits, proposedLimits } from '../consent/chosen-limits.js';
import { issueFormToken } from '../consent/form-token.js';
import { consentUntil } from '../consent/request-consent.js';
import { displayName } from '../pages/display-name.js';
import type { Services } from '../services.js';

/** One form, one connection: a statement that was made for another is refused. */
export function consentPurpose({ id }: Pick<StoredConnection, 'id'>): string {
  return `consent ${id}`;
}

/** Everything that the visitor consents to, with a token that is good for exactly this wallet and this connection, once. */
export async function stateConsent(
  services: Services,
  connection: StoredConnection,
  visitor: string,
  wallet: WalletAddressDetails,
): Promise<ConsentStatement> {
  const { allowance } = services;
  const decimal = (amount: bigint) => convertScaledAmountToDecimal(amount, wallet.assetScale);
  const [proposed, most] = [proposedLimits(allowance, wallet), highestLimits(allowance, wallet)];
  return {
    token: await issueFormToken(services, visitor, consentPurpose(connection), wallet),
    site: connection.origin,
    walletAddress: wallet.id,
    walletName: displayName(wallet.publicName),
    assetCode: displayName(wallet.assetCode) ?? '?',
    budget: { proposed: decimal(proposed.budget), most: decimal(most.budget) },
    ratePerHour: { proposed: decimal(proposed.rate), most: decimal(most.rate) },
    period: allowance.period,
    until: new Date(consentUntil(services)).toISOString(),
  };
}
