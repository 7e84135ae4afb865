import { createHash } from 'node:crypto';

/** Proves to the client that the callback belongs to its request. Standard base64, as on live servers. */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-calculating-the-interaction
export function calculateInteractionHash({
  clientNonce,
  interactFinish,
  interactRef,
  grantEndpoint,
}: {
  clientNonce: string;
  interactFinish: string;
  interactRef: string;
  grantEndpoint: string;
}): string {
  const base = [clientNonce, interactFinish, interactRef, grantEndpoint].join('\n');
  return createHash('sha256').update(base).digest('base64');
}
