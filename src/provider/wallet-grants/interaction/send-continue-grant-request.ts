import type { Selectable } from 'kysely';
import { classifyError } from '../../open-payments/classify-error.js';
import type { WalletGrantTable } from '../../core/database-schema.js';
import type { GrantServices } from '../access-tokens.js';

export type ContinuedGrant = Awaited<ReturnType<GrantServices['client']['grant']['continue']>>;

/** Retry delays after `too_fast`. The wallet's clock may be behind, or each attempt may restart its wait. */
const TOO_FAST_RETRY_DELAYS_MS = [1_000, 2_000, 6_000, 12_000];

// https://webmonetization.org/specification/flows/#dfn-send-a-continue-grant-request
// https://www.rfc-editor.org/rfc/rfc9635.html#section-3.6
/** After `too_fast`, the grant and the interaction reference remain valid. */
export async function sendContinueGrantRequest(
  { client, secrets, sleep }: GrantServices,
  grant: Selectable<WalletGrantTable>,
  interactRef: string,
): Promise<ContinuedGrant> {
  const accessToken = secrets.open(grant.continue_token, `wallet_grant ${grant.id} continue_token`);
  const send = () =>
    client.grant.continue({ url: grant.continue_uri, accessToken }, { interact_ref: interactRef });
  for (const delayMs of TOO_FAST_RETRY_DELAYS_MS) {
    try {
      return await send();
    } catch (error) {
      if (classifyError(error) !== 'too-fast') throw error;
      await sleep(delayMs);
    }
  }
  return send();
}
