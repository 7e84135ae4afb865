import type { StoredConnection } from '../connections.js';
import { classifyError, isTransient } from '../open-payments/classify-error.js';
import { walletProblem } from '../open-payments/wallet-problem.js';
import type { Services } from '../services.js';
import { rejectPendingGrants } from './request-consent.js';

// https://www.rfc-editor.org/rfc/rfc9635.html#section-5.4
/**
 * Ends the connection: first here, where it stops payments at once, then at the wallet.
 * @throws RelayProblem when the wallet is silent; the connection is revoked all the same, and the next call asks the wallet again.
 */
export async function revokeConsent(
  { write, client, secrets, accessTokens }: Services,
  connection: StoredConnection,
): Promise<void> {
  accessTokens.delete(connection.id);
  const grants = await write(async (transaction) => {
    await transaction
      .updateTable('connection')
      .set({ state: 'revoked' })
      .where('id', '=', connection.id)
      .execute();
    await rejectPendingGrants(transaction, connection.id);
    return transaction
      .updateTable('wallet_grant')
      .set({ state: 'revoking' })
      .where('connection_id', '=', connection.id)
      .where('state', 'in', ['active', 'revoking'])
      .returning(['id', 'continue_uri', 'continue_token'])
      .execute();
  });
  for (const { id, continue_uri: url, continue_token: sealed } of grants) {
    try {
      await client.grant.cancel({
        url,
        accessToken: secrets.open(sealed, `wallet_grant ${id} continue_token`),
      });
    } catch (error) {
      // A wallet that refuses has no such grant any more, which is what was wanted.
      if (isTransient(classifyError(error))) throw walletProblem(error);
    }
    await write((transaction) =>
      transaction.updateTable('wallet_grant').set({ state: 'revoked' }).where('id', '=', id).execute(),
    );
  }
}
