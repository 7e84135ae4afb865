import { createHash, timingSafeEqual } from 'node:crypto';

interface Interaction {
  clientNonce: string;
  finishNonce: string;
  interactRef: string;
  grantEndpoint: string;
}

// https://www.rfc-editor.org/rfc/rfc9635.html#section-4.2.3
/** Live servers use base64 or base64url, and the endpoint with or without trailing slash. */
export function verifyInteractionHash(hash: string, interaction: Interaction): boolean {
  const bytes = Buffer.from(hash, 'base64');
  if (bytes.length !== 32 || !/^[A-Za-z0-9+/_-]{43}=?$/.test(hash)) return false;
  const endpoint = interaction.grantEndpoint.replace(/\/$/, '');
  return [endpoint, `${endpoint}/`].some((grantEndpoint) =>
    timingSafeEqual(bytes, computeInteractionHash({ ...interaction, grantEndpoint })),
  );
}

function computeInteractionHash({
  clientNonce,
  finishNonce,
  interactRef,
  grantEndpoint,
}: Interaction): Buffer {
  return createHash('sha256')
    .update([clientNonce, finishNonce, interactRef, grantEndpoint].join('\n'))
    .digest();
}
