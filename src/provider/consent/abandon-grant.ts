import type { Services } from '../services.js';
import { cancelGrants, ending } from './cancel-grants.js';

interface TakenGrant {
  id: string;
  connection_id: string;
}

/** How the wallet has said that the grant is spoken of from now on. */
export interface Continuation {
  uri: string;
  access_token: { value: string };
}

/**
 * A consent that could not be finished: nothing will ever be paid by it, so it does not stay behind at the wallet either.
 * @param continued what the wallet has answered, if it came that far; the token before is void then.
 */
export async function abandonGrant(
  services: Services,
  { id, connection_id }: TakenGrant,
  continued?: Continuation,
): Promise<void> {
  await services.write((transaction) =>
    transaction
      .updateTable('wallet_grant')
      .set({ ...ending(services.now()), ...(continued && sealContinuation(services, id, continued)) })
      .where('id', '=', id)
      .where('state', '=', 'rejected')
      .execute(),
  );
  await cancelGrants(services, [connection_id]);
}

export function sealContinuation({ secrets }: Services, grantId: string, continued: Continuation) {
  return {
    continue_uri: continued.uri,
    continue_token: secrets.seal(continued.access_token.value, `wallet_grant ${grantId} continue_token`),
  };
}
