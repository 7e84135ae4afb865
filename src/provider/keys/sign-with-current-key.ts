import { createSignRequest, type SignRequest } from '../open-payments/sign-request.js';
import type { ClientKeys } from './client-keys.js';

/** A signer is made for one key. This one signs with whatever is current. */
export function signWithCurrentKey(keys: ClientKeys): SignRequest {
  let key = keys.current;
  let sign = createSignRequest(key);
  return (request) => {
    if (keys.current !== key) {
      key = keys.current;
      sign = createSignRequest(key);
    }
    return sign(request);
  };
}
