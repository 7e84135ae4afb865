import { randomUUID } from 'node:crypto';
import { activateConnection } from '../../../src/provider/wallet-grants/activate-connection.js';
import { updateGrantAccessToken } from '../../../src/provider/wallet-grants/update-grant-access-token.js';
import type { WalletGrantTable } from '../../../src/provider/core/database-schema.js';
import type { ProviderServices } from '../../../src/provider/services/provider-services.js';

export interface RenewedConsent extends Partial<Pick<WalletGrantTable, 'asset_code' | 'asset_scale'>> {
  wallet_address: string;
  token: string;
}

/**
 * Simulates another node on which the visitor has consented with another wallet. The other nodes receive no
 * notification.
 * @returns the new grant.
 */
export async function renewConsent(
  services: ProviderServices,
  connection: string,
  { token, ...changed }: RenewedConsent,
): Promise<string> {
  const id = randomUUID();
  await services.write(async (transaction) => {
    const before = await transaction
      .selectFrom('wallet_grant')
      .selectAll()
      .where('connection_id', '=', connection)
      .where('state', '=', 'active')
      .executeTakeFirstOrThrow();
    const grant = { ...before, ...changed, id };
    await transaction
      .insertInto('wallet_grant')
      .values({ ...grant, state: 'rejected' })
      .execute();
    const issued = { value: token, manage: before.manage_url ?? '', expires_in: 600 };
    await updateGrantAccessToken(services, id, issued, transaction);
    await activateConnection(transaction, grant, services.now());
  });
  return id;
}
