import type { BindRequest, Connection } from '../../protocol/relay-messages.js';
import { assertAmount, assertStrings } from '../assertions.js';
import { processJsonResponse } from '../process-response.js';
import type { Send } from '../send-request.js';

const TIMEOUT = 60_000;

export function sendConnectionRequest(send: Send): Promise<Response> {
  return send({ method: 'POST', path: '/relay/connections', body: {}, timeout: TIMEOUT });
}

export function sendBindRequest(send: Send, connection: string, body: BindRequest): Promise<Response> {
  return send({ method: 'POST', path: `/relay/connections/${connection}/bind`, body, timeout: TIMEOUT });
}

export async function processConnectionResponse(response: Response): Promise<Connection> {
  const body = await processJsonResponse(response);
  assertStrings(body, 'id', 'state');
  for (const member of ['budget', 'spent', 'rate']) if (body[member]) assertAmount(body, member);
  return body as unknown as Connection;
}
