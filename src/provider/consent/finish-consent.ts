import { type GrantWithAccessToken, isFinalizedGrantWithAccessToken } from '@interledger/open-payments';
import type { Selectable } from 'kysely';
import { RelayProblem } from '../problem.js';
import type { WalletGrantTable } from '../schema.js';
import type { Services } from '../services.js';
import { abandonGrant, type Continuation, sealContinuation } from './abandon-grant.js';
import { activateConnection } from './activate-connection.js';
import { cancelGrants } from './cancel-grants.js';
import { continueGrant, type InteractionResult } from './continue-grant.js';
import { storeRefusal } from './refusals.js';
import { storeAccessToken } from './wallet-grants.js';

export interface FinishedConsent {
  /** `active` the visitor consented · `rejected` the visitor said no. */
  outcome: 'active' | 'rejected';
  connection: string;
  site: string;
  walletAddress: string;
}

// https://www.rfc-editor.org/rfc/rfc9635.html#section-4.2.1
/**
 * @param visitor SHA-256 of the cookie that came along, or null.
 * @throws RelayProblem `not-found` for an unknown or used grant, `request-invalid` for a hash that does not verify, `wallet-refused` */
export async function finishConsent(
  services: Services,
  grantId: string,
  result: InteractionResult,
  visitor: string | null,
): Promise<FinishedConsent> {
  const grant = await takePendingGrant(services, grantId, visitor);
  const asked = { connection: grant.connection_id, site: grant.site, walletAddress: grant.wallet_address };
  if (result.result !== undefined) {
    const refused = { id: grant.connection_id, origin: grant.site };
    if (grant.visitor !== null) await storeRefusal(services, grant.visitor, refused);
    return { outcome: 'rejected', ...asked };
  }
  let continued: Continuation | undefined;
  try {
    const answer = await continueGrant(services, grant, result);
    continued = answer.continue;
    if (!('access_token' in answer) || !isFinalizedGrantWithAccessToken(answer)) {
      throw new RelayProblem('wallet-refused', 'The wallet gave no access token.');
    }
    await useGrant(services, grant, answer);
  } catch (error) {
    // The visitor does not wait for it, and reads what went wrong first.
    abandonGrant(services, grant, continued).catch((silence: unknown) =>
      services.log.warn({ err: silence, grant: grantId }, 'a wallet was not told that a consent was dropped'),
    );
    throw error;
  }
  return { outcome: 'active', ...asked };
}

/** @throws RelayProblem `not-found` when the connection was revoked in the meantime. */
async function useGrant(
  services: Services,
  grant: Selectable<WalletGrantTable>,
  answer: GrantWithAccessToken,
) {
  const ended = await services.write(async (transaction) => {
    await storeAccessToken(services, grant.id, answer.access_token, transaction);
    const stored = await transaction
      .updateTable('wallet_grant')
      .set(sealContinuation(services, grant.id, answer.continue))
      .where('id', '=', grant.id)
      .returning('id')
      .executeTakeFirst();
    // A day is over, and it was swept away.
    if (!stored) throw new RelayProblem('not-found', 'This consent was asked for too long ago.');
    return activateConnection(transaction, grant, services.now());
  });
  for (const id of ended) services.accessTokens.delete(id);
  // The visitor does not wait for it. A wallet that is silent now is told again later.
  cancelGrants(services, ended).catch((error: unknown) =>
    services.log.warn({ err: error }, 'a wallet was not told that a consent was replaced'),
  );
}

/** Used up from here on, whatever comes of it. One use, and by the browser that began: whoever comes second, or from elsewhere, with the same finish URL finds nothing. */
async function takePendingGrant({ write }: Services, grantId: string, visitor: string | null) {
  const taken = await write(async (transaction) => {
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
  if (!taken) throw new RelayProblem('not-found', 'This consent was asked for by nobody, or is finished.');
  return taken;
}
