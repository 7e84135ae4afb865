import { ownConnections, ownGrants } from '../consent/own-grants.js';
import { revokeConsent } from '../consent/revoke-consent.js';
import type { Services } from '../services.js';

/**
 * Ends everything that this browser has consented to, for nobody could end it here afterwards, and keeps nothing by which its sites could be
 * told to be of one visitor.
 */
export async function forgetBrowser(services: Services, visitor: string): Promise<void> {
  const { database, write, log } = services;
  const connections = await database
    .selectFrom('connection')
    .leftJoin('wallet_grant', 'wallet_grant.id', 'connection.grant_id')
    .select('connection.id')
    .where(ownConnections(visitor))
    .where(({ or, eb }) => or([eb('connection.grant_id', 'is', null), ownGrants(visitor)]))
    .where('connection.state', '!=', 'revoked')
    .execute();
  for (const connection of connections) {
    await revokeConsent(services, connection).catch((error: unknown) =>
      log.warn({ err: error, connection: connection.id }, 'a wallet was not told that a consent has ended'),
    );
  }
  await write(async (transaction) => {
    await transaction
      .updateTable('connection')
      .set({ visitor: null, challenge: null })
      .where('visitor', '=', visitor)
      .execute();
    // Not null, which is the sandbox's visitor's: whoever has the connection bound next would see whose wallet it was. Nobody can finish what is open.
    await transaction
      .updateTable('wallet_grant')
      .set({ visitor: '' })
      .where('visitor', '=', visitor)
      .execute();
    await transaction.deleteFrom('refusal').where('visitor', '=', visitor).execute();
    await transaction.deleteFrom('form_token').where('visitor', '=', visitor).execute();
  });
}
