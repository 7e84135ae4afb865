import {
  type GrantWithAccessToken,
  isFinalizedGrantWithAccessToken,
} from '@interledger/open-payments/dist/types.js';
import type { Selectable } from 'kysely';
import { RelayProblem } from '../../core/relay-problem.js';
import type { WalletGrantTable } from '../../core/database-schema.js';
import { discardGrant, type GrantContinuation, sealContinuation } from '../discard-grant.js';
import { activateConnection } from '../activate-connection.js';
import { revokeConnectionGrants } from '../revoke-connection-grants.js';
import { continueGrant, type InteractionResult } from './continue-grant.js';
import { storeRefusal } from '../consent-form/refusals.js';
import type { GrantServices } from '../access-tokens.js';
import { updateGrantAccessToken } from '../update-grant-access-token.js';

export interface InteractionOutcome {
  /** `active`: the visitor consented. `rejected`: the visitor declined. */
  outcome: 'active' | 'rejected';
  connection: string;
  site: string;
  walletAddress: string;
}

// https://www.rfc-editor.org/rfc/rfc9635.html#section-4.2.1
/**
 * Completes a consent after the wallet has redirected the visitor to the finish page.
 * @param visitor SHA-256 of the request's visitor cookie, or null.
 * @throws RelayProblem `not-found` for an unknown or used grant, `request-invalid` for an invalid hash,
 * `wallet-refused`
 */
export async function finishInteraction(
  services: GrantServices,
  grantId: string,
  result: InteractionResult,
  visitor: string | null,
): Promise<InteractionOutcome> {
  const grant = await consumePendingGrant(services, grantId, visitor);
  const details = { connection: grant.connection_id, site: grant.site, walletAddress: grant.wallet_address };
  if (result.result !== undefined) {
    const refused = { id: grant.connection_id, origin: grant.site };
    if (grant.visitor !== null) await storeRefusal(services, grant.visitor, refused);
    return { outcome: 'rejected', ...details };
  }
  let continuation: GrantContinuation | undefined;
  try {
    const response = await continueGrant(services, grant, result);
    continuation = response.continue;
    if (!('access_token' in response) || !isFinalizedGrantWithAccessToken(response)) {
      throw new RelayProblem('wallet-refused', 'The wallet returned no access token.');
    }
    await storeGrantCredentials(services, grant, response);
  } catch (error) {
    // Not awaited, so that the visitor sees the error without delay.
    discardGrant(services, grant, continuation).catch((revocationError: unknown) =>
      services.log.warn(
        { err: revocationError, grant: grantId },
        'a discarded consent could not be revoked at the wallet',
      ),
    );
    throw error;
  }
  return { outcome: 'active', ...details };
}

/** @throws RelayProblem `not-found` if the connection was revoked meanwhile. */
async function storeGrantCredentials(
  services: GrantServices,
  grant: Selectable<WalletGrantTable>,
  response: GrantWithAccessToken,
) {
  const revokedIds = await services.write(async (transaction) => {
    await updateGrantAccessToken(services, grant.id, response.access_token, transaction);
    const stored = await transaction
      .updateTable('wallet_grant')
      .set(sealContinuation(services, grant.id, response.continue))
      .where('id', '=', grant.id)
      .returning('id')
      .executeTakeFirst();
    // The retention job deletes unused grants after a day.
    if (!stored) throw new RelayProblem('not-found', 'This consent request has expired.');
    return activateConnection(transaction, grant, services.now());
  });
  for (const id of revokedIds) services.accessTokens.delete(id);
  // Not awaited, so that the visitor does not wait. retry-revocations.ts repeats failed requests.
  revokeConnectionGrants(services, revokedIds).catch((error: unknown) =>
    services.log.warn({ err: error }, 'a replaced consent could not be revoked at the wallet'),
  );
}

/**
 * Consumes the pending grant. It can be used once, whatever the result, and only by the browser that started
 * the consent. A second request, or a request from another browser, finds nothing.
 */
async function consumePendingGrant({ write }: GrantServices, grantId: string, visitor: string | null) {
  const consumed = await write(async (transaction) => {
    const grant = await transaction
      .updateTable('wallet_grant')
      .set({ state: 'rejected' })
      .where('id', '=', grantId)
      .where('state', '=', 'pending')
      .where((column) => column.or([column('visitor', 'is', null), column('visitor', '=', visitor)]))
      .returningAll()
      .executeTakeFirst();
    if (!grant) return undefined;
    const { origin: site } = await transaction
      .selectFrom('connection')
      .select('origin')
      .where('id', '=', grant.connection_id)
      .executeTakeFirstOrThrow();
    return { ...grant, site };
  });
  if (!consumed) throw new RelayProblem('not-found', 'This consent request is unknown or already finished.');
  return consumed;
}
