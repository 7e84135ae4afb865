import type { WalletAddressDetails } from '../../protocol/dictionaries.js';
import type { WalletAddressRequest } from '../../protocol/relay-messages.js';
import { assertAsset, assertStrings } from '../assertions.js';
import { processJsonResponse } from '../process-response.js';
import type { Body } from '../process-response.js';
import type { RelayRequest } from '../send-request.js';

// https://webmonetization.org/specification/flows/#dfn-send-a-wallet-address-request
export function walletAddressRequest(body: WalletAddressRequest): RelayRequest {
  return { path: '/relay/wallet-addresses', body, timeout: 15_000 };
}

export async function processWalletAddressResponse(response: Response): Promise<WalletAddressDetails> {
  const body = await processJsonResponse(response);
  assertWalletAddressDetails(body);
  return body as unknown as WalletAddressDetails;
}

export function assertWalletAddressDetails(body: Body): void {
  assertStrings(body, 'id');
  assertAsset(body);
}
