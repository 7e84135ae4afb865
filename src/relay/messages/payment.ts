import type { NothingDue, Payment } from '../../protocol/relay-messages.js';
import { assertAmount, assertNumber, assertStrings } from '../assertions.js';
import { processJsonResponse } from '../process-response.js';
import type { Send } from '../send-request.js';

export function sendPaymentRequest(send: Send, session: string): Promise<Response> {
  return send({
    method: 'POST',
    path: `/relay/sessions/${encodeURIComponent(session)}/payments`,
    body: {},
    timeout: 60_000,
  });
}

export async function processPaymentResponse(response: Response): Promise<Payment | NothingDue> {
  const body = await processJsonResponse(response);
  assertNumber(body, 'next');
  if (response.status === 202) return body as unknown as NothingDue;

  assertStrings(body, 'id', 'incomingPayment', 'walletAddress');
  assertAmount(body, 'debitAmount');
  assertAmount(body, 'receiveAmount');
  return body as unknown as Payment;
}
