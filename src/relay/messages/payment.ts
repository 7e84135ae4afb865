import type { NothingDue, Payment } from '../../protocol/relay-messages.js';
import { assertAmount, assertNumber, assertStrings } from '../assertions.js';
import { processJsonResponse } from '../process-response.js';
import type { RelayRequest } from '../send-request.js';

export function paymentRequest(session: string, once: string): RelayRequest {
  return { path: `/relay/sessions/${encodeURIComponent(session)}/payments`, body: {}, once };
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
