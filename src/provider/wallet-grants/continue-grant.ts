import type { Selectable } from 'kysely';
import { classifyError } from '../open-payments/classify-error.js';
import { toWalletProblem } from '../open-payments/wallet-problem.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { WalletGrantTable } from '../core/database-schema.js';
import type { GrantServices } from './access-tokens.js';
import { verifyInteractionHash } from './interaction-hash.js';

export interface InteractionResult {
  hash?: string | undefined;
  interact_ref?: string | undefined;
  /** Set instead of the other members if the visitor or the wallet refused. */
  result?: string | undefined;
}

type ContinuedGrant = Awaited<ReturnType<GrantServices['client']['grant']['continue']>>;

/** Limits how long the visitor's browser waits. */
const MAX_WAIT_MS = 30_000;
/** Retry delays after `too_fast`. The wallet's clock may be behind, or each attempt may restart its wait. */
const TOO_FAST_RETRY_DELAYS_MS = [1_000, 2_000, 6_000, 12_000];

/**
 * Verifies the interaction hash and continues the grant at the wallet.
 * @throws RelayProblem
 */
export async function continueGrant(
  services: GrantServices,
  grant: Selectable<WalletGrantTable>,
  { hash, interact_ref: interactRef }: InteractionResult,
): Promise<ContinuedGrant> {
  const interaction = {
    clientNonce: grant.client_nonce,
    finishNonce: grant.finish_nonce,
    grantEndpoint: grant.auth_server,
  };
  if (!hash || !interactRef || !verifyInteractionHash(hash, { ...interaction, interactRef })) {
    throw new RelayProblem('request-invalid', 'The interaction hash is invalid. The grant is discarded.');
  }
  await services.sleep(Math.min(MAX_WAIT_MS, Math.max(0, Number(grant.continue_at) - services.now())));
  try {
    return await sendContinueGrantRequest(services, grant, interactRef);
  } catch (error) {
    throw toWalletProblem(error);
  }
}

// https://webmonetization.org/specification/flows/#dfn-send-a-continue-grant-request
// https://www.rfc-editor.org/rfc/rfc9635.html#section-3.6
/** After `too_fast`, the grant and the interaction reference remain valid. */
async function sendContinueGrantRequest(
  { client, secrets, sleep }: GrantServices,
  grant: Selectable<WalletGrantTable>,
  interactRef: string,
) {
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
