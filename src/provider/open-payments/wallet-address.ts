import type { WalletAddressDetails } from '../../protocol/dictionaries.js';
import { RelayProblem } from '../problem.js';
import type { Services } from '../services.js';
import { classifyError } from './classify-error.js';

/**
 * @param sandbox allows http and ports, for wallets on loopback.
 * @throws RelayProblem `wallet-address-invalid`
 */
export function parseWalletAddress(walletAddress: string, sandbox: boolean): URL {
  const url = URL.canParse(walletAddress) ? new URL(walletAddress) : null;
  const protocols = sandbox ? ['https:', 'http:'] : ['https:'];
  if (!url || !protocols.includes(url.protocol)) {
    throw new RelayProblem(
      'wallet-address-invalid',
      `"${walletAddress}" is not an absolute ${protocols[0]} URL.`,
    );
  }
  if (url.username || url.password || url.search || url.hash || (url.port && !sandbox)) {
    throw new RelayProblem(
      'wallet-address-invalid',
      `"${walletAddress}" has a user, port, query or fragment.`,
    );
  }
  return url;
}

// https://webmonetization.org/specification/flows/#dfn-send-a-wallet-address-request
/** @throws RelayProblem `wallet-address-not-found`, `wallet-answer-invalid`, `wallet-unreachable` */
export async function sendWalletAddressRequest(
  { client, sandbox }: Pick<Services, 'client' | 'sandbox'>,
  url: URL,
): Promise<WalletAddressDetails> {
  try {
    const { id, publicName, assetCode, assetScale, authServer, resourceServer } =
      await client.walletAddress.get({ url: url.href });
    for (const service of [id, authServer, resourceServer]) parseWalletAddress(service, sandbox);
    return { id, ...(publicName ? { publicName } : {}), assetCode, assetScale, authServer, resourceServer };
  } catch (cause) {
    if (cause instanceof RelayProblem) throw new RelayProblem('wallet-answer-invalid', cause.message);
    const failure = classifyError(cause);
    if (failure === 'internal') throw cause;
    if (failure === 'not-found')
      throw new RelayProblem('wallet-address-not-found', `${url.href} is unknown.`, { cause });
    if (failure === 'answer-invalid') throw new RelayProblem('wallet-answer-invalid', undefined, { cause });
    throw new RelayProblem('wallet-unreachable', `${url.host} did not answer.`, { cause });
  }
}
