import type { Selectable } from 'kysely';
import { classifyError, leavesDoubt } from '../open-payments/classify-error.js';
import { walletProblem } from '../open-payments/wallet-problem.js';
import { RelayProblem } from '../problem.js';
import type { WalletGrantTable } from '../schema.js';
import type { Services } from '../services.js';

export type EndedGrant = Pick<Selectable<WalletGrantTable>, 'id' | 'continue_uri' | 'continue_token'>;

// https://www.rfc-editor.org/rfc/rfc9635.html#section-5.4
/**
 * Tells the wallet that the grant has ended.
 * @throws RelayProblem when the wallet has not heard it: it is silent, it does not find our key, or we cannot open the token.
 */
export async function cancelGrant(
  { write, client, secrets }: Services,
  { id, continue_uri: url, continue_token: sealed }: EndedGrant,
): Promise<void> {
  try {
    await client.grant.cancel({ url, accessToken: openToken(secrets, id, sealed) });
  } catch (error) {
    if (error instanceof RelayProblem) throw error;
    const failure = classifyError(error);
    // Any other refusal says that there is no such grant any more, which is what was wanted.
    if (leavesDoubt(failure) || failure === 'client-unknown' || failure === 'internal')
      throw walletProblem(error);
  }
  await write((transaction) =>
    transaction.updateTable('wallet_grant').set({ state: 'revoked' }).where('id', '=', id).execute(),
  );
}

function openToken(secrets: Services['secrets'], id: string, sealed: string): string {
  try {
    return secrets.open(sealed, `wallet_grant ${id} continue_token`);
  } catch (cause) {
    throw new RelayProblem('wallet-refused', 'The token of this consent does not open.', { cause });
  }
}
