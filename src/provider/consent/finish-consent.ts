import { isFinalizedGrantWithAccessToken } from '@interledger/open-payments';
import { walletProblem } from '../open-payments/wallet-problem.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { budgetIntervalAt } from '../payments/budget-interval.js';
import { isInteractionHash } from './interaction-hash.js';
import { storeAccessToken } from './wallet-grants.js';

export interface InteractionResult {
  hash?: string | undefined;
  interact_ref?: string | undefined;
  /** Set instead of the others when the visitor, or the wallet, said no. */
  result?: string | undefined;
}

/** No wallet keeps a visitor's browser waiting longer. */
const LONGEST_WAIT = 30_000;

/** `active` the visitor consented · `rejected` the visitor said no. */
export type ConsentOutcome = 'active' | 'rejected';

// https://www.rfc-editor.org/rfc/rfc9635.html#section-4.2.1
/**
 * @param visitor SHA-256 of the cookie that came along, or null.
 * @throws RelayProblem `not-found` for an unknown or used grant, `request-invalid` for a hash that does not verify, `wallet-refused` */
export async function finishConsent(
  services: Services,
  grantId: string,
  result: InteractionResult,
  visitor: string | null,
): Promise<ConsentOutcome> {
  const { client, secrets, now, sleep } = services;
  const grant = await takePendingGrant(services, grantId, visitor);
  const { hash, interact_ref: interactRef } = result;
  if (result.result !== undefined) return 'rejected';
  const interaction = {
    clientNonce: grant.client_nonce,
    finishNonce: grant.finish_nonce,
    grantEndpoint: grant.auth_server,
  };
  if (!hash || !interactRef || !isInteractionHash(hash, { ...interaction, interactRef })) {
    throw new RelayProblem('request-invalid', 'The interaction hash does not verify; the grant is dropped.');
  }

  await sleep(Math.min(LONGEST_WAIT, Math.max(0, Number(grant.continue_at) - now())));
  const accessToken = secrets.open(grant.continue_token, `wallet_grant ${grantId} continue_token`);
  const continued = await client.grant
    .continue({ url: grant.continue_uri, accessToken }, { interact_ref: interactRef })
    .catch((error: unknown) => {
      throw walletProblem(error);
    });
  if (!('access_token' in continued) || !isFinalizedGrantWithAccessToken(continued)) {
    throw new RelayProblem('wallet-refused', 'The wallet gave no access token.');
  }
  await services.write(async (transaction) => {
    await storeAccessToken(services, grantId, continued.access_token, transaction);
    await transaction
      .updateTable('wallet_grant')
      .set({
        continue_uri: continued.continue.uri,
        continue_token: secrets.seal(
          continued.continue.access_token.value,
          `wallet_grant ${grantId} continue_token`,
        ),
      })
      .where('id', '=', grantId)
      .execute();
    const { wallet_address, asset_code, asset_scale, resource_server, budget, rate, interval } = grant;
    const { numUpdatedRows } = await transaction
      .updateTable('connection')
      .set({
        ...{ wallet_address, asset_code, asset_scale, resource_server, budget, rate, interval },
        ...{ state: 'active', grant_id: grantId, spent: 0n, ...budgetIntervalAt(interval, now()) },
      })
      .where('id', '=', grant.connection_id)
      .where('state', 'in', ['new', 'bound', 'reconnect'])
      .executeTakeFirstOrThrow();
    // Revoked in the meantime, or answered already: the grant is not taken, and nothing of it stays.
    if (numUpdatedRows === 0n)
      throw new RelayProblem('not-found', 'This connection no longer waits for consent.');
  });
  services.accessTokens.delete(grant.connection_id);
  return 'active';
}

/** Used up from here on, whatever comes of it. One use, and by the browser that began: whoever comes second, or from elsewhere, with the same finish URL finds nothing. */
async function takePendingGrant({ write }: Services, grantId: string, visitor: string | null) {
  const grant = await write((transaction) =>
    transaction
      .updateTable('wallet_grant')
      .set({ state: 'rejected' })
      .where('id', '=', grantId)
      .where('state', '=', 'pending')
      .where((column) => column.or([column('visitor', 'is', null), column('visitor', '=', visitor)]))
      .returningAll()
      .executeTakeFirst(),
  );
  if (!grant) throw new RelayProblem('not-found', 'This consent was asked for by nobody, or is finished.');
  return grant;
}
