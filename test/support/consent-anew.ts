import { randomUUID } from 'node:crypto';
import { activateConnection } from '../../src/provider/consent/activate-connection.js';
import { storeAccessToken } from '../../src/provider/consent/wallet-grants.js';
import type { WalletGrantTable } from '../../src/provider/schema.js';
import type { Services } from '../../src/provider/services.js';

export interface NewConsent extends Partial<Pick<WalletGrantTable, 'asset_code' | 'asset_scale'>> {
  wallet_address: string;
  token: string;
}

/** What some node does when the visitor has consented with another wallet; the others hear nothing of it. @returns the new grant. */
export async function consentAnew(
  services: Services,
  connection: string,
  { token, ...changed }: NewConsent,
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
    await storeAccessToken(services, id, issued, transaction);
    await activateConnection(transaction, grant, services.now());
  });
  return id;
}
