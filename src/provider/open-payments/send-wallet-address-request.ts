import type { WalletAddressDetails } from '../../protocol/wallet-address-details.js';
import type { EgressError } from '../egress/egress-error.js';
import { RelayProblem } from '../core/relay-problem.js';
import type { WalletServices } from './wallet-services.js';
import { classifyError } from './classify-error.js';
import { retryIfIntermediary } from './wallet-problem.js';

/** @throws RelayProblem `wallet-address-invalid` */
export function parseWalletAddressUrl(
  walletAddress: string,
  { egress }: Pick<WalletServices, 'egress'>,
): URL {
  try {
    return egress.parseUrl(walletAddress);
  } catch (cause) {
    throw new RelayProblem('wallet-address-invalid', (cause as EgressError).message);
  }
}

// https://webmonetization.org/specification/flows/#dfn-send-a-wallet-address-request
/** @throws RelayProblem `wallet-address-not-found`, `wallet-response-invalid`, `wallet-unreachable` */
export async function sendWalletAddressRequest(
  { client, egress }: Pick<WalletServices, 'client' | 'egress'>,
  url: URL,
): Promise<WalletAddressDetails> {
  try {
    const { id, publicName, assetCode, assetScale, authServer, resourceServer } =
      await client.walletAddress.get({ url: url.href });
    for (const service of [id, authServer, resourceServer]) parseWalletAddressUrl(service, { egress });
    return { id, ...(publicName ? { publicName } : {}), assetCode, assetScale, authServer, resourceServer };
  } catch (cause) {
    if (cause instanceof RelayProblem) throw new RelayProblem('wallet-response-invalid', cause.message);
    const failure = classifyError(cause);
    if (failure === 'internal') throw cause;
    const options = { cause, ...retryIfIntermediary(cause) };
    if (failure === 'not-found')
      throw new RelayProblem('wallet-address-not-found', `${url.href} does not exist.`, options);
    if (failure === 'response-invalid' || failure === 'response-too-large')
      throw new RelayProblem('wallet-response-invalid', undefined, options);
    throw new RelayProblem('wallet-unreachable', `${url.host} did not respond.`, { cause });
  }
}
