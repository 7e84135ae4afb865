import type { BindRequest, Connection } from '../../protocol/relay-messages.js';
import { assertAmount, assertStrings } from '../assertions.js';
import { processJsonResponse } from '../process-response.js';
import type { RelayRequest } from '../send-request.js';

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
