import { RELAY_VERSION } from '../../protocol/relay-messages.js';
import type { RelayDescription } from '../../protocol/relay-messages.js';
import { assertMember, assertNumber, assertObject } from '../assertions.js';
import { processJsonResponse } from '../process-response.js';
import type { RelayRequest } from '../send-request.js';

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
  // It is opened in a window: a page of the provider, and no script.
  assertMember(body, 'connectPage', (page) => String(page).startsWith(`${provider}/`));
  return body as unknown as RelayDescription;
}
