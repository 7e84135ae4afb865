import { randomUUID } from 'node:crypto';
import { isPendingGrant } from '@interledger/open-payments';
import type { WalletAddressDetails } from '../../protocol/dictionaries.js';
import type { Amount } from '../../protocol/amount.js';
import { walletProblem } from '../open-payments/wallet-problem.js';
import { RelayProblem } from '../problem.js';
import type { Services, Transaction } from '../services.js';
import { type Limits, proposedLimits } from './chosen-limits.js';
import { later } from './wallet-grants.js';

const DAY = 86_400_000;
const DEFAULT_DAYS = 30;

/** When a consent that is given now ends, in milliseconds since 1970. */
export function consentUntil({ allowance, now }: Services): number {
  return now() + (allowance.consentDays ?? DEFAULT_DAYS) * DAY;
}

// https://www.rfc-editor.org/rfc/rfc9635.html#section-2
/**
 * Asks the visitor's wallet for a grant to pay within the limits.
 * @param visitor SHA-256 of the cookie that the finish page has to be opened with, or null.
 * @param limits what the visitor chose, by default what the operator proposes.
 * @returns the URL at which the visitor consents.
 * @throws RelayProblem `wallet-refused`
 */
export async function requestConsent(
  services: Services,
  connectionId: string,
  wallet: WalletAddressDetails,
  visitor: string | null,
  limits: Limits = proposedLimits(services.allowance, wallet),
): Promise<string> {
  const { client, origin, now, write, secrets, allowance } = services;
  const grantId = randomUUID();
  const clientNonce = randomUUID();
  const askedAt = now();
  const interval =
    allowance.period === null ? null : `R/${new Date(askedAt).toISOString()}/${allowance.period}`;
  const { budget, rate } = limits;
  const { assetCode, assetScale } = wallet;
  const access = accessOf(wallet, { value: budget.toString(), assetCode, assetScale }, interval);
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
      throw walletProblem(error);
    });
  // RFC 9635 §5: the wait begins when the answer is here. The wallet has stored the grant before that, and later than it was asked.
  const answeredAt = now();
  if (!isPendingGrant(grant))
    throw new RelayProblem('wallet-refused', 'The wallet gave a grant without asking its owner.');
  if (!/^https?:/.test(grant.interact.redirect))
    throw new RelayProblem('wallet-refused', 'The wallet asks its owner at no web page.');
  await write(async (transaction) => {
    // Who asks again means the new question: of two open ones, the first is no longer answered.
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
        continue_at: later(answeredAt, grant.continue.wait ?? 0),
        access_token: null,
        manage_url: null,
        expires_at: null,
        consent_until: BigInt(consentUntil(services)),
      })
      .execute();
  });
  return grant.interact.redirect;
}

/** Whoever still stands at the consent page of one of these finds nothing to finish. */
export async function rejectPendingGrants(transaction: Transaction, connectionId: string): Promise<void> {
  await transaction
    .updateTable('wallet_grant')
    .set({ state: 'rejected' })
    .where('connection_id', '=', connectionId)
    .where('state', '=', 'pending')
    .execute();
}

function accessOf(wallet: WalletAddressDetails, debitAmount: Amount, interval: string | null) {
  return [
    { type: 'quote' as const, actions: ['create' as const, 'read' as const] },
    {
      type: 'outgoing-payment' as const,
      // `list` lets a lost answer be found again (recover-intent.ts).
      actions: ['create' as const, 'read' as const, 'list' as const],
      identifier: wallet.id,
      limits: interval === null ? { debitAmount } : { debitAmount, interval },
    },
  ];
}
