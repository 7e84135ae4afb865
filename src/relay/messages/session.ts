import type { Session, SessionRequest } from '../../protocol/relay-messages.js';
import { assertObject, assertStrings } from '../assertions.js';
import { processJsonResponse } from '../process-response.js';
import type { RelayRequest } from '../send-request.js';
import { assertWalletAddressDetails } from './wallet-address.js';

export function sessionRequest(body: SessionRequest): RelayRequest {
  return { path: '/relay/sessions', body };
}

export async function processSessionResponse(response: Response): Promise<Session> {
  const body = await processJsonResponse(response);
  assertStrings(body, 'id', 'incomingPayment', 'expiresAt');
  assertWalletAddressDetails(assertObject(body, 'walletAddress'));
  return body as unknown as Session;
}
