import { GrantError } from '../errors.js';
import { type Fact, found, leave, type Step } from '../http/exchange.js';
import { authenticate } from '../signatures/authenticate.js';
import { type AccessToken, deleteManagedToken, findManagedToken, issueAccessToken } from './access-tokens.js';

const TOKEN: Fact<AccessToken> = { name: 'access token' };

// Differs from the spec: as on the live server, the client's signature is enough, so that a lost answer can be recovered.
export const findTokenToManage: Step = async (exchange) => {
  const { wallet, request } = exchange;
  const id = request.params['id'] ?? '';
  const token = await findManagedToken(wallet.database.committed, wallet.authServer, id);
  if (!token) throw new GrantError(401, 'invalid_client', 'invalid access token');
  leave(exchange, TOKEN, token);
};

export const checkTokenSignature: Step = (exchange) => authenticate(exchange, found(exchange, TOKEN).client);

/** Value and manage URL are both new; the grant, its limits and what it has spent stay. */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-rotating-the-access-token-v
export const rotateAccessToken: Step = async (exchange) => {
  const { wallet, request } = exchange;
  const { grantId, access } = found(exchange, TOKEN);
  exchange.answer = await wallet.database.write(async (transaction) => {
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
  exchange.answer = { status: 204 };
};
