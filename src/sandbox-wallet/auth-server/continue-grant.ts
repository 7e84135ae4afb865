import { GrantError } from '../core/errors.js';
import { type Exchange, type ContextKey, get, set, type Step } from '../operations/exchange.js';
import { hashStoredSecret, randomSecret } from '../core/secrets.js';
import { authenticateClient } from '../operations/authenticate-client.js';
import type { Access } from './access.js';
import { issueAccessToken } from './access-tokens.js';
import { toClient } from './identify-client.js';
import { updateGrant, toContinueBody, findGrant, type Grant } from './grants.js';

const GRANT: ContextKey<Grant> = { name: 'grant' };

/** Finds the grant of this URL and this continuation token, unless it is revoked. */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-continuing-a-grant-request
export const findContinuedGrant: Step = async (exchange) => {
  const { wallet, request } = exchange;
  const token = /^GNAP ([\x21-\x7e]+)$/.exec(request.headers.authorization ?? '')?.[1];
  const id = request.params['id'] ?? '';
  const grant = token && (await findGrant(wallet.database.reader, wallet, 'continue_id', id));
  if (!grant || grant.state === 'revoked' || grant.continue_token_hash !== hashStoredSecret(token)) {
    throw grantNotFound();
  }
  set(exchange, GRANT, grant);
};

export const checkGrantSignature: Step = (exchange) =>
  authenticateClient(exchange, toClient(get(exchange, GRANT)));

/** A grant with a `finish` waits for its interact_ref. Only a client without one may poll. */
export const checkIsNotPolled: Step = (exchange) => {
  const polled = readInteractRef(exchange) === undefined;
  if (polled && get(exchange, GRANT).finish_uri !== null) {
    throw new GrantError(401, 'request_denied', 'grant cannot be polled');
  }
};

// https://www.rfc-editor.org/rfc/rfc9635.html#name-continuing-during-pending-i
export const checkWait: Step = (exchange) => {
  const { wallet } = exchange;
  const grant = get(exchange, GRANT);
  if (wallet.now() - Number(grant.continued_at) >= wallet.interactionWaitMs) return;
  throw new GrantError(400, 'too_fast', 'continued grant faster than "wait" period');
};

export const checkInteractRef: Step = (exchange) => {
  const [ref, grant] = [readInteractRef(exchange), get(exchange, GRANT)];
  if (grant.state === 'rejected')
    throw new GrantError(401, 'request_denied', 'grant interaction was rejected');
  if (grant.state === 'issued') throw new GrantError(401, 'request_denied', 'grant was continued before');
  if (ref !== undefined && grant.interact_ref_hash !== hashStoredSecret(ref)) throw grantNotFound();
};

/** No decision yet: issues a new continuation token only. */
export const respondToPendingGrant: Step = async (exchange) => {
  const { wallet } = exchange;
  const grant = get(exchange, GRANT);
  if (grant.state !== 'pending') return undefined;
  const token = randomSecret();
  const changed = await wallet.database.write((transaction) =>
    updateGrant(transaction, grant, {
      continue_token_hash: hashStoredSecret(token),
      continued_at: BigInt(wallet.now()),
    }),
  );
  if (!changed) throw grantNotFound();
  const wait = Math.ceil(wallet.interactionWaitMs / 1000);
  exchange.response = {
    status: 200,
    body: { continue: toContinueBody(wallet, grant.continue_id, token, wait) },
  };
  return 'responded';
};

/** Issues the access token once: the interact_ref is consumed, and the continuation token is replaced. */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-continuing-after-a-complete
export const issueAcceptedGrant: Step = async (exchange) => {
  const { wallet } = exchange;
  const grant = get(exchange, GRANT);
  const token = randomSecret();
  exchange.response = await wallet.database.write(async (transaction) => {
    const change = {
      state: 'issued',
      interact_ref_hash: null,
      continue_token_hash: hashStoredSecret(token),
    } as const;
    if (!(await updateGrant(transaction, grant, change))) throw grantNotFound();
    const access = JSON.parse(grant.access) as Access[];
    const body = {
      access_token: await issueAccessToken(transaction, wallet, grant.id, access),
      continue: toContinueBody(wallet, grant.continue_id, token),
    };
    return { status: 200, body };
  });
};

/** Revokes the grant and its token immediately. */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-revoke-a-grant
export const revokeGrantAndTokens: Step = async (exchange) => {
  const grant = get(exchange, GRANT);
  await exchange.wallet.database.write(async (transaction) => {
    if (!(await updateGrant(transaction, grant, { state: 'revoked' }))) throw grantNotFound();
    await transaction.deleteFrom('access_tokens').where('grant_id', '=', grant.id).execute();
  });
  exchange.response = { status: 204 };
};

function readInteractRef({ request }: Exchange): string | undefined {
  return (request.body as { interact_ref?: string } | undefined)?.interact_ref;
}

function grantNotFound(): GrantError {
  return new GrantError(401, 'invalid_continuation', 'grant not found');
}
