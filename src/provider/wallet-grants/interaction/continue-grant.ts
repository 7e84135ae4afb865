import type { Selectable } from 'kysely';
import { toWalletProblem } from '../../open-payments/wallet-problem.js';
import { RelayProblem } from '../../core/relay-problem.js';
import type { WalletGrantTable } from '../../core/database-schema.js';
import type { GrantServices } from '../access-tokens.js';
import { type ContinuedGrant, sendContinueGrantRequest } from './send-continue-grant-request.js';
import { verifyInteractionHash } from './verify-interaction-hash.js';

export interface InteractionResult {
  hash?: string | undefined;
  interact_ref?: string | undefined;
  /** Set instead of the other members if the visitor or the wallet refused. */
  result?: string | undefined;
}

/** Limits how long the visitor's browser waits. */
const MAX_WAIT_MS = 30_000;

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
