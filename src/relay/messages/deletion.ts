import type { RelayRequest } from '../send-request.js';

export { processEmptyResponse as processDeletionResponse } from '../process-response.js';

/** Outlives the page. Who takes a consent back waits for the wallet, too. */
export function deletionRequest(collection: string, id: string): RelayRequest {
  return { method: 'DELETE', path: `/relay/${collection}/${encodeURIComponent(id)}`, keepalive: true };
}
