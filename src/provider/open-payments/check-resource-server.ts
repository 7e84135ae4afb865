import type { WalletAddressDetails } from '../../protocol/dictionaries.js';
import type { Egress } from '../egress/egress.js';
import type { EgressAnswer } from '../egress/exchange.js';
import { invalid, isJson, refusal } from './call-wallet.js';
import { classifyError, isTransient } from './classify-error.js';
import type { SignRequest } from './sign-request.js';

type Wallet = Pick<WalletAddressDetails, 'id' | 'authServer' | 'resourceServer'>;

/** Checks that the wallet's resource server takes the tokens of its authorization server. @throws EgressError, OpenPaymentsClientError */
export type CheckResourceServer = (wallet: Wallet) => Promise<void>;

const REMEMBERED = 60 * 60_000;
const MOST_REMEMBERED = 10_000;

// https://www.rfc-editor.org/rfc/rfc9635.html#section-9.1
/**
 * A hostile wallet address may name its own authorization server beside an honest wallet's resource server, and pass on a token that it stole there (RFC 9635 §11.31). So
 * a resource server is asked once without a token, and has to name the origin of that authorization server.
 * @param requireAsUri false: one that names none is trusted. One that names another never is.
 */
export function createCheckResourceServer(
  { egress, sign }: { egress: Egress; sign: SignRequest },
  requireAsUri: boolean,
  now: () => number,
): CheckResourceServer {
  const checkedUntil = new Map<string, number>();
  return async ({ id, authServer, resourceServer }) => {
    const { origin } = egress.parseUrl(authServer);
    const pair = `${resourceServer} ${origin}`;
    if ((checkedUntil.get(pair) ?? 0) > now()) return;
    const url = new URL(`${egress.parseUrl(resourceServer).href.replace(/\/$/, '')}/incoming-payments`);
    url.searchParams.set('wallet-address', id);
    // Signed, for live servers look at the form of a request before they look for its token.
    const answer = await egress.send({
      ...{ method: 'GET', url, headers: await sign({ method: 'GET', url }) },
      lookUp: true,
    });
    const named = asUri(answer);
    // Nobody has named one, because it was not the resource server that answered, or it could not.
    if (named === undefined && !isItsOwn(answer)) throw refusal(answer);
    if (named === undefined ? requireAsUri : originOf(named) !== origin)
      throw invalid(['the resource server does not name the authorization server']);
    if (checkedUntil.size >= MOST_REMEMBERED) checkedUntil.delete(checkedUntil.keys().next().value as string);
    checkedUntil.set(pair, now() + REMEMBERED);
  };
}

function isItsOwn(answer: EgressAnswer): boolean {
  if (answer.status < 300) return isJson(answer);
  return !isTransient(classifyError(refusal(answer)));
}

/** Live servers leave out the quotes. */
function asUri({ headers }: EgressAnswer): string | undefined {
  return /^GNAP\b.*?\bas_uri="?([^",\s]+)/i.exec(headers['www-authenticate'] ?? '')?.[1];
}

function originOf(url: string): string | null {
  return URL.canParse(url) ? new URL(url).origin : null;
}
