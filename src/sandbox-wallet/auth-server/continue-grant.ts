import { GrantError } from '../errors.js';
import { type Exchange, type Fact, found, leave, type Step } from '../http/exchange.js';
import { hashSecret, randomSecret } from '../secrets.js';
import { authenticate } from '../signatures/authenticate.js';
import type { Access } from './access.js';
import { issueAccessToken } from './access-tokens.js';
import { clientOf } from './client.js';
import { changeGrant, continueOf, findGrant, type Grant } from './grants.js';

const GRANT: Fact<Grant> = { name: 'grant' };

/** The grant of this URL and this continuation token, until it is cancelled. */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-continuing-a-grant-request
export const findContinuedGrant: Step = async (exchange) => {
  const { wallet, request } = exchange;
  const token = /^GNAP ([\x21-\x7e]+)$/.exec(request.headers.authorization ?? '')?.[1];
  const id = request.params['id'] ?? '';
  const grant = token && (await findGrant(wallet.database.committed, wallet, 'continue_id', id));
  if (!grant || grant.state === 'revoked' || grant.continue_token_hash !== hashSecret(token)) {
    throw notFound();
  }
  leave(exchange, GRANT, grant);
};

export const checkGrantSignature: Step = (exchange) =>
  authenticate(exchange, clientOf(found(exchange, GRANT)));

/** A grant with a `finish` waits for its interact_ref; a client without one may ask again and again. */
export const checkIsNotPolled: Step = (exchange) => {
  const polled = interactRef(exchange) === undefined;
  if (polled && found(exchange, GRANT).finish_uri !== null) {
    throw new GrantError(401, 'request_denied', 'grant cannot be polled');
  }
};

// https://www.rfc-editor.org/rfc/rfc9635.html#name-continuing-during-pending-i
export const checkWait: Step = (exchange) => {
  const { wallet } = exchange;
  const grant = found(exchange, GRANT);
  if (wallet.now() - Number(grant.continued_at) >= wallet.interactionWait) return;
  throw new GrantError(400, 'too_fast', 'continued grant faster than "wait" period');
};

export const checkInteractRef: Step = (exchange) => {
  const [ref, grant] = [interactRef(exchange), found(exchange, GRANT)];
  if (grant.state === 'rejected')
    throw new GrantError(401, 'request_denied', 'grant interaction was rejected');
  if (grant.state === 'issued') throw new GrantError(401, 'request_denied', 'grant was continued before');
  if (ref !== undefined && grant.interact_ref_hash !== hashSecret(ref)) throw notFound();
};

/** Nobody has decided yet: only a new continuation token. */
export const answerPendingGrant: Step = async (exchange) => {
  const { wallet } = exchange;
  const grant = found(exchange, GRANT);
  if (grant.state !== 'pending') return undefined;
  const token = randomSecret();
  const changed = await wallet.database.write((transaction) =>
    changeGrant(transaction, grant, {
      continue_token_hash: hashSecret(token),
      continued_at: BigInt(wallet.now()),
    }),
  );
  if (!changed) throw notFound();
  const wait = Math.ceil(wallet.interactionWait / 1000);
  exchange.answer = { status: 200, body: { continue: continueOf(wallet, grant.continue_id, token, wait) } };
  return 'answered';
};

/** Once: the interact_ref is spent, the continuation token is new. */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-continuing-after-a-complete
export const answerAcceptedGrant: Step = async (exchange) => {
  const { wallet } = exchange;
  const grant = found(exchange, GRANT);
  const token = randomSecret();
  exchange.answer = await wallet.database.write(async (transaction) => {
    const change = {
      state: 'issued',
      interact_ref_hash: null,
      continue_token_hash: hashSecret(token),
    } as const;
    if (!(await changeGrant(transaction, grant, change))) throw notFound();
    const access = JSON.parse(grant.access) as Access[];
    const body = {
      access_token: await issueAccessToken(transaction, wallet, grant.id, access),
      continue: continueOf(wallet, grant.continue_id, token),
    };
    return { status: 200, body };
  });
};

/** Ends the grant and its token at once. */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-revoke-a-grant
export const cancelGrant: Step = async (exchange) => {
  const grant = found(exchange, GRANT);
  await exchange.wallet.database.write(async (transaction) => {
    if (!(await changeGrant(transaction, grant, { state: 'revoked' }))) throw notFound();
    await transaction.deleteFrom('access_tokens').where('grant_id', '=', grant.id).execute();
  });
  exchange.answer = { status: 204 };
};

function interactRef({ request }: Exchange): string | undefined {
  return (request.body as { interact_ref?: string } | undefined)?.interact_ref;
}

function notFound(): GrantError {
  return new GrantError(401, 'invalid_continuation', 'grant not found');
}
