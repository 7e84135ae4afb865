import {
  RELAY_VERSION,
  type BindRequest,
  type Connection,
  type NothingDue,
  type Payment,
  type RelayDescription,
  type Session,
  type SessionRequest,
  type WalletAddressRequest,
} from '../../protocol/relay-messages.js';
import type { WalletAddressDetails } from '../../protocol/wallet-address-details.js';
import {
  assertAmount,
  assertAsset,
  assertMember,
  assertNumber,
  assertObject,
  assertStrings,
} from './assertions.js';
import { processJsonResponse, type JsonBody } from './process-response.js';
import type { RelayRequest } from './send-request.js';

export const descriptionRequest: RelayRequest = {
  method: 'GET',
  path: '/relay',
  timeout: 10_000,
  proof: false,
};

export async function processDescriptionResponse(
  response: Response,
  provider: string,
): Promise<RelayDescription> {
  const body = await processJsonResponse(response);
  assertMember(body, 'relay', (version) => version === RELAY_VERSION);
  assertMember(body, 'sandbox', (sandbox) => typeof sandbox === 'boolean');
  assertNumber(assertObject(body, 'limits'), 'sessions');
  // The agent opens this URL in a window, so it must be a page of the provider, not a javascript: URL.
  assertMember(body, 'connectPage', (page) => String(page).startsWith(`${provider}/`));
  return body as unknown as RelayDescription;
}

// https://webmonetization.org/specification/flows/#dfn-send-a-wallet-address-request
export function walletAddressRequest(body: WalletAddressRequest): RelayRequest {
  return { path: '/relay/wallet-addresses', body, timeout: 15_000 };
}

export async function processWalletAddressResponse(response: Response): Promise<WalletAddressDetails> {
  const body = await processJsonResponse(response);
  assertWalletAddressDetails(body);
  return body as unknown as WalletAddressDetails;
}

export const connectionRequest: RelayRequest = { path: '/relay/connections', body: {} };

export function bindRequest(connection: string, body: BindRequest): RelayRequest {
  return { path: `/relay/connections/${connection}/bind`, body };
}

export async function processConnectionResponse(response: Response): Promise<Connection> {
  const body = await processJsonResponse(response);
  assertStrings(body, 'id', 'state');
  for (const member of ['budget', 'spent', 'rate']) if (body[member]) assertAmount(body, member);
  return body as unknown as Connection;
}

export function sessionRequest(body: SessionRequest): RelayRequest {
  return { path: '/relay/sessions', body };
}

export async function processSessionResponse(response: Response): Promise<Session> {
  const body = await processJsonResponse(response);
  assertStrings(body, 'id', 'incomingPayment', 'expiresAt');
  assertWalletAddressDetails(assertObject(body, 'walletAddress'));
  return body as unknown as Session;
}

export function paymentRequest(session: string, idempotencyKey: string): RelayRequest {
  return { path: `/relay/sessions/${encodeURIComponent(session)}/payments`, body: {}, idempotencyKey };
}

export async function processPaymentResponse(response: Response): Promise<Payment | NothingDue> {
  const body = await processJsonResponse(response);
  assertNumber(body, 'next');
  if (body['dueIn'] !== undefined) assertNumber(body, 'dueIn');
  if (response.status === 202) return body as unknown as NothingDue;

  assertStrings(body, 'id', 'incomingPayment', 'walletAddress');
  for (const amount of ['debitAmount', 'receiveAmount']) assertAmount(body, amount);
  for (const amount of ['sentAmount', 'spent']) if (body[amount]) assertAmount(body, amount);
  return body as unknown as Payment;
}

/** `keepalive`, so that the request completes even if the page unloads. */
export function deleteRequest(collection: string, id: string): RelayRequest {
  return { method: 'DELETE', path: `/relay/${collection}/${encodeURIComponent(id)}`, keepalive: true };
}

function assertWalletAddressDetails(body: JsonBody): void {
  assertStrings(body, 'id');
  assertAsset(body);
}
