import { createHash, timingSafeEqual } from 'node:crypto';

interface Interaction {
  clientNonce: string;
  finishNonce: string;
  interactRef: string;
  grantEndpoint: string;
}

// https://www.rfc-editor.org/rfc/rfc9635.html#section-4.2.3
/** Accepts base64 with or without padding and base64url, and the endpoint with or without its last slash: live servers differ in both. */
export function isInteractionHash(hash: string, interaction: Interaction): boolean {
  const bytes = Buffer.from(hash, 'base64');
  if (bytes.length !== 32 || !/^[A-Za-z0-9+/_-]{43}=?$/.test(hash)) return false;
  const endpoint = interaction.grantEndpoint.replace(/\/$/, '');
  return [endpoint, `${endpoint}/`].some((grantEndpoint) =>
    timingSafeEqual(bytes, digest({ ...interaction, grantEndpoint })),
  );
}

function digest({ clientNonce, finishNonce, interactRef, grantEndpoint }: Interaction): Buffer {
  return createHash('sha256')
    .update([clientNonce, finishNonce, interactRef, grantEndpoint].join('\n'))
    .digest();
}
