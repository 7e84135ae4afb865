import { createHash } from 'node:crypto';

/** Proves to the client that this callback belongs to its request. Standard base64, as live servers write it. */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-calculating-the-interaction
export function interactionHash({
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
