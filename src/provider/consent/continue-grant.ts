import type { Selectable } from 'kysely';
import { classifyError } from '../open-payments/classify-error.js';
import { walletProblem } from '../open-payments/wallet-problem.js';
import { RelayProblem } from '../problem.js';
import type { WalletGrantTable } from '../schema.js';
import type { Services } from '../services.js';
import { isInteractionHash } from './interaction-hash.js';

export interface InteractionResult {
  hash?: string | undefined;
  interact_ref?: string | undefined;
  /** Set instead of the others when the visitor, or the wallet, said no. */
  result?: string | undefined;
}

/** No wallet keeps a visitor's browser waiting longer. */
const LONGEST_WAIT = 30_000;
/** Milliseconds before a wallet that calls it too fast is asked again: its clock may be behind, or count anew from each try. */
const ASK_AGAIN = [1_000, 2_000, 6_000, 12_000];

/** @throws RelayProblem */
export async function continueGrant(
  services: Services,
  grant: Selectable<WalletGrantTable>,
  { hash, interact_ref: interactRef }: InteractionResult,
) {
  const interaction = {
    clientNonce: grant.client_nonce,
    finishNonce: grant.finish_nonce,
    grantEndpoint: grant.auth_server,
  };
  if (!hash || !interactRef || !isInteractionHash(hash, { ...interaction, interactRef })) {
    throw new RelayProblem('request-invalid', 'The interaction hash does not verify; the grant is dropped.');
  }
  await services.sleep(Math.min(LONGEST_WAIT, Math.max(0, Number(grant.continue_at) - services.now())));
  try {
    return await continueWhenWalletIsReady(services, grant, interactRef);
  } catch (error) {
    throw walletProblem(error);
  }
}

// https://www.rfc-editor.org/rfc/rfc9635.html#section-3.6
/** `too_fast` uses neither the grant nor the interaction reference up. */
async function continueWhenWalletIsReady(
  { client, secrets, sleep }: Services,
  grant: Selectable<WalletGrantTable>,
  interactRef: string,
) {
  const accessToken = secrets.open(grant.continue_token, `wallet_grant ${grant.id} continue_token`);
  const ask = () =>
    client.grant.continue({ url: grant.continue_uri, accessToken }, { interact_ref: interactRef });
  for (const pause of ASK_AGAIN) {
    try {
      return await ask();
    } catch (error) {
      if (classifyError(error) !== 'too-fast') throw error;
      await sleep(pause);
    }
  }
  return ask();
}
