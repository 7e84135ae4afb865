import { randomUUID } from 'node:crypto';
import { isPendingGrant } from '@interledger/open-payments/dist/types.js';
import type { WalletAddressDetails } from '../../protocol/wallet-address-details.js';
import type { Amount } from '../../protocol/amount.js';
import { toWalletProblem } from '../open-payments/wallet-problem.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { Transaction } from '../core/services.js';
import { type ConsentLimits, proposedLimits } from './consent-form/chosen-limits.js';
import type { GrantServices } from './access-tokens.js';
import { addSeconds } from './update-grant-access-token.js';

const DAY_MS = 86_400_000;
const DEFAULT_CONSENT_DAYS = 30;

/** When a consent given now expires, in milliseconds since 1970. */
export function consentExpiresAt({ allowance, now }: GrantServices): number {
  return now() + (allowance.consentDays ?? DEFAULT_CONSENT_DAYS) * DAY_MS;
}

// https://webmonetization.org/specification/flows/#dfn-send-an-outgoing-payment-and-quote-grant-request
/**
 * Requests a grant for outgoing payments within the limits from the visitor's wallet.
 * @param visitor SHA-256 of the visitor cookie that the finish page requires, or null.
 * @param limits the limits that the visitor chose. Default: the operator's proposal.
 * @returns the URL of the wallet's consent page.
 * @throws RelayProblem `wallet-refused`, `wallet-unreachable`, `wallet-response-invalid`
 */
export async function sendOutgoingPaymentAndQuoteGrantRequest(
  services: GrantServices,
  connectionId: string,
  wallet: WalletAddressDetails,
  visitor: string | null,
  limits: ConsentLimits = proposedLimits(services.allowance, wallet),
): Promise<string> {
  const { client, origin, now, write, secrets, allowance } = services;
  const grantId = randomUUID();
  const clientNonce = randomUUID();
  const requestedAt = now();
  const interval =
    allowance.period === null ? null : `R/${new Date(requestedAt).toISOString()}/${allowance.period}`;
  const { budget, rate } = limits;
  const { assetCode, assetScale } = wallet;
  const access = toGrantAccess(wallet, { value: budget.toString(), assetCode, assetScale }, interval);
  const finish = {
    method: 'redirect' as const,
    uri: `${origin}/grants/${grantId}/finish`,
    nonce: clientNonce,
  };
  const grant = await client.resourceServer
    .check(wallet)
    .then(() =>
      client.grant.request(
        { url: wallet.authServer },
        { access_token: { access }, interact: { start: ['redirect'], finish } },
      ),
    )
    .catch((error: unknown) => {
      throw toWalletProblem(error);
    });
  // RFC 9635 §5: the wait starts when the response is received.
  const answeredAt = now();
  if (!isPendingGrant(grant))
    throw new RelayProblem('wallet-refused', 'The wallet granted access without consent.');
  if (!/^https?:/.test(grant.interact.redirect))
    throw new RelayProblem('wallet-refused', 'The wallet did not return an http(s) consent URL.');
  await write(async (transaction) => {
    // A new request replaces the connection's earlier one.
    await rejectPendingGrants(transaction, connectionId);
    await transaction
      .insertInto('wallet_grant')
      .values({
        id: grantId,
        connection_id: connectionId,
        state: 'pending',
        auth_server: wallet.authServer,
        wallet_address: wallet.id,
        asset_code: wallet.assetCode,
        asset_scale: BigInt(wallet.assetScale),
        resource_server: wallet.resourceServer,
        budget,
        rate,
        interval,
        visitor,
        client_nonce: clientNonce,
        finish_nonce: grant.interact.finish,
        continue_uri: grant.continue.uri,
        continue_token: secrets.seal(
          grant.continue.access_token.value,
          `wallet_grant ${grantId} continue_token`,
        ),
        continue_at: addSeconds(answeredAt, grant.continue.wait ?? 0),
        access_token: null,
        manage_url: null,
        expires_at: null,
        consent_until: BigInt(consentExpiresAt(services)),
      })
      .execute();
  });
  return grant.interact.redirect;
}

/** Rejects the connection's pending grants. Their consent pages can no longer be completed. */
export async function rejectPendingGrants(transaction: Transaction, connectionId: string): Promise<void> {
  await transaction
    .updateTable('wallet_grant')
    .set({ state: 'rejected' })
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'pending')
    .execute();
}

function toGrantAccess(wallet: WalletAddressDetails, debitAmount: Amount, interval: string | null) {
  return [
    { type: 'quote' as const, actions: ['create' as const, 'read' as const] },
    {
      type: 'outgoing-payment' as const,
      // `list` is needed to find a payment whose response was lost (recover-intent.ts).
      actions: ['create' as const, 'read' as const, 'list' as const],
      identifier: wallet.id,
      limits: interval === null ? { debitAmount } : { debitAmount, interval },
    },
  ];
}
