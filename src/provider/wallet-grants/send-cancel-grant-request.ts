import type { Selectable } from 'kysely';
import { classifyError, isOutcomeUnknown } from '../open-payments/classify-error.js';
import { toWalletProblem } from '../open-payments/wallet-problem.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { WalletGrantTable } from '../core/database-schema.js';
import type { GrantServices } from './access-tokens.js';

export type RevokingGrant = Pick<Selectable<WalletGrantTable>, 'id' | 'continue_uri' | 'continue_token'>;

// https://webmonetization.org/specification/flows/#dfn-send-a-cancel-grant-request
/**
 * Revokes the grant at the wallet.
 * @throws RelayProblem if the wallet does not confirm it, or if the token cannot be decrypted.
 */
export async function sendCancelGrantRequest(
  { write, client, secrets }: GrantServices,
  { id, continue_uri: url, continue_token: sealed }: RevokingGrant,
): Promise<void> {
  try {
    await client.grant.cancel({ url, accessToken: openContinueToken(secrets, id, sealed) });
  } catch (error) {
    if (error instanceof RelayProblem) throw error;
    const failure = classifyError(error);
    // Any other refusal means that the grant no longer exists, which is the goal.
    if (isOutcomeUnknown(failure) || failure === 'client-unknown' || failure === 'internal')
      throw toWalletProblem(error);
  }
  await write((transaction) =>
    transaction.updateTable('wallet_grant').set({ state: 'revoked' }).where('id', '=', id).execute(),
  );
}

function openContinueToken(secrets: GrantServices['secrets'], id: string, sealed: string): string {
  try {
    return secrets.open(sealed, `wallet_grant ${id} continue_token`);
  } catch (cause) {
    throw new RelayProblem('wallet-refused', 'The token of this consent cannot be decrypted.', { cause });
  }
}
