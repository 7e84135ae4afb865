import { GrantError } from '../core/errors.js';
import { type Exchange, type ContextKey, get, set, type Step } from '../operations/exchange.js';
import { findWalletAddress } from '../ledger/accounts.js';
import { type Access, needsInteraction, readAccess } from './access.js';
import { issueAccessToken } from './access-tokens.js';
import { CLIENT, fetchClientName } from './identify-client.js';
import { toContinueBody, createGrant, type Finish } from './grants.js';

interface GrantRequest {
  readonly access_token?: { readonly access: readonly Access[] };
  readonly subject?: unknown;
  readonly interact?: { readonly start: readonly string[]; readonly finish?: Finish };
}

const ACCESS: ContextKey<readonly Access[]> = { name: 'access' };

/**
 * Checks the requested access:
 * - there is at least one item, and no subject information
 * - outgoing payments are for a wallet address of this wallet
 */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-requesting-access
export const checkRequestedAccess: Step = async (exchange) => {
  const { access_token, subject } = exchange.request.body as GrantRequest;
  if (subject !== undefined) throw invalidRequest('subject information is not offered');
  const access = (access_token?.access ?? []).map(readAccess);
  if (access.length === 0) throw invalidRequest('access is empty');
  for (const { type, identifier } of access) {
    if (type === 'outgoing-payment') await checkIsOwnWalletAddress(exchange, identifier);
  }
  set(exchange, ACCESS, access);
};

/** Issues a token immediately if no consent is needed. */
export const issueNonInteractiveGrant: Step = async (exchange) => {
  const { wallet } = exchange;
  const access = get(exchange, ACCESS);
  if (access.some(needsInteraction)) return undefined;
  exchange.response = await wallet.database.write(async (transaction) => {
    const grant = await createGrant(transaction, wallet, { client: get(exchange, CLIENT), access });
    const body = {
      access_token: await issueAccessToken(transaction, wallet, grant.id, access),
      continue: toContinueBody(wallet, grant.continueId, grant.continueToken),
    };
    return { status: 200, body };
  });
  return 'responded';
};

// https://www.rfc-editor.org/rfc/rfc9635.html#name-interaction-modes
export const startInteractiveGrant: Step = async (exchange) => {
  const { wallet, request } = exchange;
  const { interact } = request.body as GrantRequest;
  if (!interact?.start.includes('redirect')) throw invalidRequest('interaction required');
  const finish = readFinish(interact.finish);
  const client = get(exchange, CLIENT);
  const clientName = await fetchClientName(exchange, client.client);
  const access = get(exchange, ACCESS);
  const grant = await wallet.database.write((transaction) =>
    createGrant(transaction, wallet, { client, access, interaction: { clientName, finish } }),
  );
  const wait = Math.ceil(wallet.interactionWaitMs / 1000);
  exchange.response = {
    status: 200,
    body: {
      interact: {
        redirect: `${wallet.authServer}/interact/${grant.interactId}/${grant.interactNonce}`,
        finish: grant.interactFinish,
      },
      continue: toContinueBody(wallet, grant.continueId, grant.continueToken, wait),
    },
  };
};

async function checkIsOwnWalletAddress({ wallet }: Exchange, identifier: string | undefined): Promise<void> {
  const own = identifier?.startsWith(`${wallet.origin}/`);
  if (own && identifier && (await findWalletAddress(wallet.database.reader, identifier))) return;
  throw invalidRequest('identifier is not a wallet address of this wallet');
}

function readFinish(finish: Finish | undefined): Finish | undefined {
  if (finish === undefined) return undefined;
  if (!/^https?:\/\//.test(finish.uri) || !URL.canParse(finish.uri))
    throw invalidRequest('invalid finish uri');
  return { uri: finish.uri, nonce: finish.nonce };
}

function invalidRequest(description: string): GrantError {
  return new GrantError(400, 'invalid_request', description);
}
