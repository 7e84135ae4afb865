import { RELAY_VERSION } from '../../protocol/relay-messages.js';
import type { RelayDescription } from '../../protocol/relay-messages.js';
import { assertAnswer, assertNumber, assertObject, processJsonResponse } from '../process-response.js';
import type { Send } from '../send-request.js';

export function sendDescriptionRequest(send: Send): Promise<Response> {
  return send({ method: 'GET', path: '/relay', proof: false });
}

export async function processDescriptionResponse(response: Response): Promise<RelayDescription> {
  const body = await processJsonResponse(response);
  const { relay, sandbox } = body;
  assertAnswer(relay === RELAY_VERSION, `relay version ${JSON.stringify(relay)} instead of ${RELAY_VERSION}`);
  assertAnswer(typeof sandbox === 'boolean', '"sandbox" that is not a boolean');
  assertNumber(assertObject(body, 'limits'), 'sessions');
  return body as unknown as RelayDescription;
}
