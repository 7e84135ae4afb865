import type { Insertable } from 'kysely';
import type { WalletGrantTable } from '../../../src/provider/core/database-schema.js';
import { START } from './provider-database.js';

/** A grant as it is stored when it has just been requested. */
export function sampleGrant(
  connection_id: string,
  changes: Pick<Insertable<WalletGrantTable>, 'id' | 'state'> & Partial<Insertable<WalletGrantTable>>,
): Insertable<WalletGrantTable> {
  return {
    ...{ connection_id, auth_server: 'https://v.example/auth', wallet_address: 'https://v.example/v' },
    ...{ asset_code: 'USD', asset_scale: 2n, resource_server: 'https://v.example', budget: 100n, rate: 10n },
    ...{
      interval: null,
      visitor: null,
      client_nonce: 'c',
      finish_nonce: 'f',
      continue_uri: 'https://v.example/c',
    },
    ...{
      continue_token: 't',
      continue_at: BigInt(START),
      access_token: null,
      manage_url: null,
      expires_at: null,
    },
    ...changes,
  };
}
