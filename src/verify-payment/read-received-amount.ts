import { parseScaledAmount } from '../protocol/amount.js';
import { fetchJson } from './fetch-json.js';
import type { VerifySettings } from './options.js';
import { PaymentNotVerified } from './payment-not-verified.js';
import type { WalletAddressInfo } from './read-wallet-address.js';

export interface ReceivedAmount {
  readonly scaled: bigint;
  readonly confirmedBy: 'resource-server' | 'wallet-address';
}

// https://openpayments.dev/apis/resource-server/operations/get-incoming-payment/
/** @throws PaymentNotVerified */
export async function readReceivedAmount(
  url: string,
  wallet: WalletAddressInfo,
  settings: VerifySettings,
): Promise<ReceivedAmount> {
  const response = settings.read
    ? await readWith(settings.read, url)
    : await fetchJson(url, settings, 'payment-not-found');
  if (typeof response !== 'object' || response === null) throw invalidResponse('it is not an object');
  const { id, walletAddress, authServer, receivedAmount } = response as Record<string, unknown>;

  // The public response has only `authServer` and `receivedAmount`. `id` and `walletAddress` require a token.
  if (authServer !== undefined && authServer !== wallet.authServer) throw otherWalletError();
  const isNamed = walletAddress !== undefined;
  if (isNamed && walletAddress !== wallet.id && walletAddress !== settings.walletAddress.href)
    throw otherWalletError();
  if (settings.read && (!isNamed || id !== url))
    throw invalidResponse('its "id" or "walletAddress" is missing or wrong');
  return {
    scaled: parseReceivedAmount(receivedAmount, wallet),
    confirmedBy: isNamed ? 'wallet-address' : 'resource-server',
  };
}

async function readWith(read: NonNullable<VerifySettings['read']>, url: string): Promise<unknown> {
  try {
    return await read(url);
  } catch (cause) {
    throw new PaymentNotVerified('wallet-unreachable', { cause });
  }
}

function parseReceivedAmount(amount: unknown, { assetCode, assetScale }: WalletAddressInfo): bigint {
  const { value, ...asset } = (amount ?? {}) as Record<string, unknown>;
  if (asset['assetCode'] !== assetCode || asset['assetScale'] !== assetScale)
    throw invalidResponse('it is not in the asset of the wallet address');
  try {
    return parseScaledAmount(value);
  } catch (cause) {
    throw new PaymentNotVerified('wallet-response-invalid', { cause });
  }
}

function invalidResponse(reason: string): PaymentNotVerified {
  return new PaymentNotVerified('wallet-response-invalid', {
    cause: new Error(`incoming payment: ${reason}`),
  });
}

function otherWalletError(): PaymentNotVerified {
  return new PaymentNotVerified('payment-of-another-wallet');
}
