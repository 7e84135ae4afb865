import { GrantError } from '../errors.js';
import { type Exchange, type Fact, found, leave, type Step } from '../http/exchange.js';
import { findWalletAddress } from '../ledger/accounts.js';
import { type Access, needsInteraction, readAccess } from './access.js';
import { issueAccessToken } from './access-tokens.js';
import { CLIENT, fetchClientName } from './client.js';
import { continueOf, createGrant, type Finish } from './grants.js';

interface GrantRequest {
  readonly access_token?: { readonly access: readonly Access[] };
  readonly subject?: unknown;
  readonly interact?: { readonly start: readonly string[]; readonly finish?: Finish };
}

const ACCESS: Fact<readonly Access[]> = { name: 'access' };

/**
 * - some access is asked for; subject information is not offered
 * - what leaves an account leaves one of this wallet's
 */
// https://www.rfc-editor.org/rfc/rfc9635.html#name-requesting-access
export const checkRequestedAccess: Step = async (exchange) => {
  const { access_token, subject } = exchange.request.body as GrantRequest;
  if (subject !== undefined) throw invalid('subject information is not offered');
  const access = (access_token?.access ?? []).map(readAccess);
  if (access.length === 0) throw invalid('access is empty');
  for (const { type, identifier } of access) {
    if (type === 'outgoing-payment') await checkIsOwnWalletAddress(exchange, identifier);
  }
  leave(exchange, ACCESS, access);
};

/** A token at once when no person needs to be asked. */
export const answerNonInteractiveGrant: Step = async (exchange) => {
  const { wallet } = exchange;
  const access = found(exchange, ACCESS);
  if (access.some(needsInteraction)) return undefined;
  exchange.answer = await wallet.database.write(async (transaction) => {
    const grant = await createGrant(transaction, wallet, { client: found(exchange, CLIENT), access });
    const body = {
      access_token: await issueAccessToken(transaction, wallet, grant.id, access),
      continue: continueOf(wallet, grant.continueId, grant.continueToken),
    };
    return { status: 200, body };
  });
  return 'answered';
};

// https://www.rfc-editor.org/rfc/rfc9635.html#name-interaction-modes
export const answerInteractiveGrant: Step = async (exchange) => {
  const { wallet, request } = exchange;
  const { interact } = request.body as GrantRequest;
  if (!interact?.start.includes('redirect')) throw invalid('interaction required');
  const finish = readFinish(interact.finish);
  const client = found(exchange, CLIENT);
  const clientName = await fetchClientName(exchange, client.client);
  const access = found(exchange, ACCESS);
  const grant = await wallet.database.write((transaction) =>
    createGrant(transaction, wallet, { client, access, interaction: { clientName, finish } }),
  );
  const wait = Math.ceil(wallet.interactionWait / 1000);
  exchange.answer = {
    status: 200,
    body: {
      interact: {
        redirect: `${wallet.authServer}/interact/${grant.interactId}/${grant.interactNonce}`,
        finish: grant.interactFinish,
      },
      continue: continueOf(wallet, grant.continueId, grant.continueToken, wait),
    },
  };
};

async function checkIsOwnWalletAddress({ wallet }: Exchange, identifier: string | undefined): Promise<void> {
  const own = identifier?.startsWith(`${wallet.origin}/`);
  if (own && identifier && (await findWalletAddress(wallet.database.committed, identifier))) return;
  throw invalid('identifier is not a wallet address of this wallet');
}

function readFinish(finish: Finish | undefined): Finish | undefined {
  if (finish === undefined) return undefined;
  if (!/^https?:\/\//.test(finish.uri) || !URL.canParse(finish.uri)) throw invalid('invalid finish uri');
  return { uri: finish.uri, nonce: finish.nonce };
}

function invalid(description: string): GrantError {
  return new GrantError(400, 'invalid_request', description);
}
