import type { WalletAddressDetails } from '../protocol/dictionaries.js';
import { getJson } from './get-json.js';
import { isThisMachine, isUsable, parseUrl, type Settings } from './options.js';
import { PaymentNotVerified } from './payment-not-verified.js';

export type Wallet = Pick<
  WalletAddressDetails,
  'id' | 'assetCode' | 'assetScale' | 'authServer' | 'resourceServer'
>;

// https://openpayments.dev/apis/wallet-address-server/operations/get-wallet-address/
/** @throws PaymentNotVerified */
export async function readWalletAddress(settings: Settings): Promise<Wallet> {
  const { href } = settings.walletAddress;
  const answer = await getJson(href, settings, 'wallet-answer-invalid');
  if (!isWallet(answer) || !hasUsableServers(answer, settings.walletAddress))
    throw new PaymentNotVerified('wallet-answer-invalid', {
      cause: new Error(`${href} is no wallet address`),
    });
  return answer;
}

function isWallet(answer: unknown): answer is Wallet {
  const { id, assetCode, assetScale, authServer, resourceServer } = (answer ?? {}) as Record<string, unknown>;
  const texts = [id, assetCode, authServer, resourceServer].every((text) => typeof text === 'string' && text);
  return texts && Number.isInteger(assetScale) && Number(assetScale) >= 0 && Number(assetScale) <= 255;
}

/** A wallet somewhere else does not send a site's server to a service on the machine that it runs on. */
function hasUsableServers({ authServer, resourceServer }: Wallet, walletAddress: URL): boolean {
  return [authServer, resourceServer].every((text) => {
    const url = parseUrl(text);
    return url && isUsable(url) && (isThisMachine(walletAddress) || !isThisMachine(url));
  });
}
