import { classifyError, isTransient } from '../open-payments/classify-error.js';
import { walletProblem } from '../open-payments/wallet-problem.js';
import type { Services, Transaction } from '../services.js';

/** From here on the grants of the connection are not used any more; {@link cancelGrants} tells the wallet. */
export async function endGrants(
  transaction: Transaction,
  connectionIds: string[],
  { except = '' }: { except?: string } = {},
): Promise<void> {
  if (connectionIds.length === 0) return;
  await transaction
    .updateTable('wallet_grant')
    .set({ state: 'revoking' })
    .where('connection_id', 'in', connectionIds)
    .where('id', '!=', except)
    .where('state', '=', 'active')
    .execute();
}

// https://www.rfc-editor.org/rfc/rfc9635.html#section-5.4
/** @throws RelayProblem when a wallet is silent; the next call asks it again. */
export async function cancelGrants(
  { database, write, client, secrets }: Services,
  connectionIds: string[],
): Promise<void> {
  if (connectionIds.length === 0) return;
  const grants = await database
    .selectFrom('wallet_grant')
    .select(['id', 'continue_uri', 'continue_token'])
    .where('connection_id', 'in', connectionIds)
    .where('state', '=', 'revoking')
    .execute();
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
