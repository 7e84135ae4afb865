import { connectionsOfVisitor, grantsOfVisitor } from '../wallet-grants/grants-of-visitor.js';
import { revokeUserWalletCredentials } from '../wallet-grants/revoke-user-wallet-credentials.js';
import type { ProviderServices } from '../services/provider-services.js';

/**
 * Revokes every consent of this browser, because the visitor cannot reach them afterwards.
 * Deletes all data that could link the sites to one visitor.
 */
export async function forgetBrowser(services: ProviderServices, visitor: string): Promise<void> {
  const { database, write, log } = services;
  const connections = await database
    .selectFrom('connection')
    .leftJoin('wallet_grant', 'wallet_grant.id', 'connection.grant_id')
    .select('connection.id')
    .where(connectionsOfVisitor(visitor))
    .where(({ or, eb }) => or([eb('connection.grant_id', 'is', null), grantsOfVisitor(visitor)]))
    .where('connection.state', '!=', 'revoked')
    .execute();
  for (const connection of connections) {
    await revokeUserWalletCredentials(services, connection).catch((error: unknown) =>
      log.warn(
        { err: error, connection: connection.id },
        'could not notify a wallet that a consent was revoked',
      ),
    );
  }
  await write(async (transaction) => {
    await transaction
      .updateTable('connection')
      .set({ visitor: null, challenge: null })
      .where('visitor', '=', visitor)
      .execute();
    // Not null: null marks the sandbox visitor, and the next browser that binds the connection would see
    // whose wallet it was. With '' no browser can finish an open consent.
    await transaction
      .updateTable('wallet_grant')
      .set({ visitor: '' })
      .where('visitor', '=', visitor)
      .execute();
    await transaction.deleteFrom('refusal').where('visitor', '=', visitor).execute();
    await transaction.deleteFrom('form_token').where('visitor', '=', visitor).execute();
  });
}
