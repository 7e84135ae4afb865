import type { Send } from '../send-request.js';

export { processEmptyResponse as processDeletionResponse } from '../process-response.js';

/** Outlives the page. Who takes a consent back waits for the wallet, too. */
export function sendDeletionRequest(send: Send, collection: string, id: string): Promise<Response> {
  const path = `/relay/${collection}/${encodeURIComponent(id)}`;
  return send({ method: 'DELETE', path, timeout: 60_000, keepalive: true });
}
