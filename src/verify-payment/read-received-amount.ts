import { parseScaledAmount } from '../protocol/amount.js';
import { getJson } from './get-json.js';
import type { Settings } from './options.js';
import { PaymentNotVerified } from './payment-not-verified.js';
import type { Wallet } from './read-wallet-address.js';

export interface ReceivedAmount {
  readonly scaled: bigint;
  readonly confirmedBy: 'resource-server' | 'wallet-address';
}

// https://openpayments.dev/apis/resource-server/operations/get-incoming-payment/
/** @throws PaymentNotVerified */
export async function readReceivedAmount(
  url: string,
  wallet: Wallet,
  settings: Settings,
): Promise<ReceivedAmount> {
  const answer = settings.read
    ? await readWith(settings.read, url)
    : await getJson(url, settings, 'payment-not-found');
  if (typeof answer !== 'object' || answer === null) throw invalid('it is no object');
  const { id, walletAddress, authServer, receivedAmount } = answer as Record<string, unknown>;

  // Anybody is told the first two; the others only who has a token.
  if (authServer !== undefined && authServer !== wallet.authServer) throw anotherWallet();
  const isNamed = walletAddress !== undefined;
  if (isNamed && walletAddress !== wallet.id && walletAddress !== settings.walletAddress.href)
    throw anotherWallet();
  if (settings.read && (!isNamed || id !== url))
    throw invalid('it does not name its wallet address and itself');
  return {
    scaled: readAmount(receivedAmount, wallet),
    confirmedBy: isNamed ? 'wallet-address' : 'resource-server',
  };
}

async function readWith(read: NonNullable<Settings['read']>, url: string): Promise<unknown> {
  try {
    return await read(url);
  } catch (cause) {
    throw new PaymentNotVerified('wallet-unreachable', { cause });
  }
}

function readAmount(amount: unknown, { assetCode, assetScale }: Wallet): bigint {
  const { value, ...asset } = (amount ?? {}) as Record<string, unknown>;
  if (asset['assetCode'] !== assetCode || asset['assetScale'] !== assetScale)
    throw invalid('it is not in the asset of the wallet address');
  try {
    return parseScaledAmount(value);
  } catch (cause) {
    throw new PaymentNotVerified('wallet-answer-invalid', { cause });
  }
}

function invalid(why: string): PaymentNotVerified {
  return new PaymentNotVerified('wallet-answer-invalid', { cause: new Error(`incoming payment: ${why}`) });
}

function anotherWallet(): PaymentNotVerified {
  return new PaymentNotVerified('payment-of-another-wallet');
}
