import { GrantError, ResourceError } from '../core/errors.js';
import { handleThenDrop } from './broken-responses.js';
import {
  CONTINUE_GRANT,
  LIST_INCOMING_PAYMENTS,
  RESOURCE_OPERATIONS,
  ROTATE_TOKEN,
  type Fault,
} from './fault.js';

const inactiveTokenError = (authServer: string) =>
  new ResourceError(403, 'Inactive Token', { wwwAuthenticate: `GNAP as_uri="${authServer}"` });

export type GrantFault =
  'drop-after-rotate' | 'drop-after-continue' | 'too-fast' | 'expired-token' | 'invalid-token' | 'bad-as-uri';

/** Grants and access tokens: lost responses and rejected tokens. */
export const GRANT_FAULTS: Readonly<Record<GrantFault, Fault>> = {
  'drop-after-rotate': {
    description: 'rotates the token, then drops the connection',
    operations: [ROTATE_TOKEN],
    injectFault: handleThenDrop,
  },
  'drop-after-continue': {
    description: 'continues the grant, then drops the connection',
    operations: [CONTINUE_GRANT],
    injectFault: handleThenDrop,
  },
  'too-fast': {
    description: 'rejects every continuation as too fast',
    operations: [CONTINUE_GRANT],
    injectFault: async () =>
      Promise.reject(new GrantError(400, 'too_fast', 'continued grant faster than "wait" period')),
  },
  'expired-token': {
    description: 'responds with 403 "Inactive Token"',
    operations: RESOURCE_OPERATIONS,
    injectFault: async ({ wallet }) => Promise.reject(inactiveTokenError(wallet.authServer)),
  },
  'invalid-token': {
    description: 'responds with 401 "Invalid Token", as some wallets do for an expired token',
    operations: RESOURCE_OPERATIONS,
    injectFault: async ({ wallet }) =>
      Promise.reject(
        new ResourceError(401, 'Invalid Token', { wwwAuthenticate: `GNAP as_uri="${wallet.authServer}"` }),
      ),
  },
  'bad-as-uri': {
    description: 'responds with 403 "Inactive Token" and a different authorization server',
    operations: [...RESOURCE_OPERATIONS, LIST_INCOMING_PAYMENTS],
    injectFault: async () => Promise.reject(inactiveTokenError('https://evil.example/auth')),
  },
};
