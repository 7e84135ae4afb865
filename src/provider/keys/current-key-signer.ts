import {
  createHttpMessageSigner,
  type GenerateHttpMessageSignature,
} from '../open-payments/generate-http-message-signature.js';
import type { ClientKeyRing } from './client-key-ring.js';

/** Creates a signer that always uses the current key. */
export function createCurrentKeySigner(keys: ClientKeyRing): GenerateHttpMessageSignature {
  let key = keys.current;
  let sign = createHttpMessageSigner(key);
  return (request) => {
    if (keys.current !== key) {
      key = keys.current;
      sign = createHttpMessageSigner(key);
    }
    return sign(request);
  };
}
