import type { Connection } from '../../protocol/relay-messages.js';
import { assertString, processJsonResponse } from '../process-response.js';
import type { Send } from '../send-request.js';

export function sendConnectionRequest(send: Send): Promise<Response> {
  return send({ method: 'POST', path: '/relay/connections', body: {} });
}

export async function processConnectionResponse(response: Response): Promise<Connection> {
  const body = await processJsonResponse(response);
  assertString(body, 'id');
  assertString(body, 'state');
  return body as unknown as Connection;
}
