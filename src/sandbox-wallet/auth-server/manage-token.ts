import { GrantError } from '../core/errors.js';
import { type ContextKey, get, set, type Step } from '../operations/exchange.js';
import { authenticateClient } from '../operations/authenticate-client.js';
import {
  type IssuedAccessToken,
  deleteManagedToken,
  findManagedToken,
  issueAccessToken,
} from './access-tokens.js';

const TOKEN: ContextKey<IssuedAccessToken> = { name: 'access token' };

// Differs from the spec: as on the live server, the client's signature is sufficient, so that a client can
// recover from a lost response.
export const findTokenToManage: Step = async (exchange) => {
  const { wallet, request } = exchange;
  const id = request.params['id'] ?? '';
  const token = await findManagedToken(wallet.database.reader, wallet.authServer, id);
  if (!token) throw new GrantError(401, 'invalid_client', 'invalid access token');
  set(exchange, TOKEN, token);
};

export const checkTokenSignature: Step = (exchange) =>
  authenticateClient(exchange, get(exchange, TOKEN).client);

/**
 * Replaces the token's value and its manage URL. The grant, its limits and its spent amounts are unchanged.
 */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-rotating-the-access-token-v
export const rotateAccessToken: Step = async (exchange) => {
  const { wallet, request } = exchange;
  const { grantId, access } = get(exchange, TOKEN);
  exchange.response = await wallet.database.write(async (transaction) => {
    if (!(await deleteManagedToken(transaction, request.params['id'] ?? ''))) {
      throw new GrantError(404, 'invalid_rotation', 'token was rotated before');
    }
    const rotated = await issueAccessToken(transaction, wallet, grantId, access);
    return { status: 200, body: { access_token: rotated } };
  });
};

// https://www.rfc-editor.org/rfc/rfc9635.html#name-revoking-the-access-token
export const revokeAccessToken: Step = async (exchange) => {
  const { wallet, request } = exchange;
  await wallet.database.write((transaction) => deleteManagedToken(transaction, request.params['id'] ?? ''));
  exchange.response = { status: 204 };
};
