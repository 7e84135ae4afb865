import { isLoopbackHostname } from '../protocol/loopback.js';
import type { WalletAddressDetails } from '../protocol/wallet-address-details.js';
import { fetchJson } from './fetch-json.js';
import { isSafeUrl, tryParseUrl, type VerifySettings } from './options.js';
import { PaymentNotVerified } from './payment-not-verified.js';

export type WalletAddressInfo = Pick<
  WalletAddressDetails,
  'id' | 'assetCode' | 'assetScale' | 'authServer' | 'resourceServer'
>;

// https://openpayments.dev/apis/wallet-address-server/operations/get-wallet-address/
/** @throws PaymentNotVerified */
export async function readWalletAddress(settings: VerifySettings): Promise<WalletAddressInfo> {
  const { href } = settings.walletAddress;
  const response = await fetchJson(href, settings, 'wallet-response-invalid');
  if (!isWalletAddressInfo(response) || !hasSafeServers(response, settings.walletAddress))
    throw new PaymentNotVerified('wallet-response-invalid', {
      cause: new Error(`${href} is not a wallet address`),
    });
  return response;
}

function isWalletAddressInfo(response: unknown): response is WalletAddressInfo {
  const { id, assetCode, assetScale, authServer, resourceServer } = (response ?? {}) as Record<
    string,
    unknown
  >;
  const areStringsPresent = [id, assetCode, authServer, resourceServer].every(
    (text) => typeof text === 'string' && text,
  );
  return (
    areStringsPresent && Number.isInteger(assetScale) && Number(assetScale) >= 0 && Number(assetScale) <= 255
  );
}

/** A remote wallet must not direct the site's server to its own loopback addresses (SSRF). */
function hasSafeServers({ authServer, resourceServer }: WalletAddressInfo, walletAddress: URL): boolean {
  const isLocalWallet = isLoopbackHostname(walletAddress.hostname);
  return [authServer, resourceServer].every((text) => {
    const url = tryParseUrl(text);
    return url && isSafeUrl(url) && (isLocalWallet || !isLoopbackHostname(url.hostname));
  });
}
