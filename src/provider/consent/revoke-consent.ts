import type { StoredConnection } from '../connections.js';
import { classifyError } from '../open-payments/classify-error.js';
import type { Services } from '../services.js';

// https://www.rfc-editor.org/rfc/rfc9635.html#section-5.4
/**
 * Ends the connection: first here, where it stops payments at once, then at the wallet.
 * @throws what the wallet's silence throws; the connection is revoked all the same.
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
    return transaction
      .updateTable('wallet_grant')
      .set({ state: 'revoked' })
      .where('connection_id', '=', connection.id)
      .where('state', '=', 'active')
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
      if (['unreachable', 'server-error'].includes(classifyError(error))) throw error;
    }
  }
}
