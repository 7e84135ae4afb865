import { EgressError } from '../egress/egress-error.js';
import type { AuthenticatedClient, OutgoingPayment } from '@interledger/open-payments';
import type { Egress } from '../egress/egress.js';
import { checkNextUrl } from './check-next-url.js';
import { type CallWallet, createCallWallet, type WalletCall } from './call-wallet.js';
import {
  checkOutgoingPayment,
  checkOutgoingPayments,
  type PageOfPayments,
} from './check-outgoing-payment.js';
import type { CheckResourceServer } from './check-resource-server.js';
import type { SignRequest } from './sign-request.js';
import type { Validators } from './validators.js';

type Routes = AuthenticatedClient;

/** What the provider needs of the official client, in its shape and its types: requests go through the egress, see createEgress for why. */
export interface OpenPaymentsClient {
  walletAddress: Pick<Routes['walletAddress'], 'get'>;
  grant: Pick<Routes['grant'], 'request' | 'continue' | 'cancel'>;
  token: Pick<Routes['token'], 'rotate' | 'revoke'>;
  incomingPayment: Pick<Routes['incomingPayment'], 'create'>;
  quote: Pick<Routes['quote'], 'create'>;
  outgoingPayment: Pick<Routes['outgoingPayment'], 'create' | 'get' | 'list' | 'getGrantSpentAmounts'>;
  /** Comes before the first token goes to a wallet's resource server. */
  resourceServer: { check: CheckResourceServer };
}

export interface ClientParts {
  egress: Egress;
  sign: SignRequest;
  validators: Validators;
  /** The wallet address by which wallets know this client. */
  walletAddress: string;
  checkResourceServer: CheckResourceServer;
}

export function createOpenPaymentsClient(parts: ClientParts): OpenPaymentsClient {
  const call = createCallWallet(parts.egress, parts.sign);
  return {
    walletAddress: {
      get: async ({ url }) =>
        (await call({
          method: 'GET',
          url: parts.egress.parseUrl(url),
          validate: parts.validators.walletAddress,
        }).catch(asNotFound)) as never,
    },
    ...authServerRoutes(parts, call),
    ...resourceServerRoutes(parts, call),
    resourceServer: { check: parts.checkResourceServer },
  };
}

/** Any web server may stand where a wallet address is looked for. Its 404 says that there is none, in whatever form. */
function asNotFound(cause: unknown): never {
  if (!(cause instanceof EgressError) || cause.status !== 404) throw cause;
  throw new EgressError('not-found', cause.message, { cause, status: 404 });
}

function authServerRoutes(
  { egress, validators, walletAddress }: ClientParts,
  call: CallWallet,
): Pick<OpenPaymentsClient, 'grant' | 'token'> {
  const urlOf = (url: string) => egress.parseUrl(url, { query: true });
  async function post(url: URL, rest: Omit<WalletCall, 'method' | 'url'>) {
    const answer = (await call({ method: 'POST', url, ...rest })) as NextUrls;
    checkNextUrl(egress, answer.continue?.uri, url);
    checkNextUrl(egress, answer.access_token?.manage, url);
    if (answer.interact?.redirect !== undefined) egress.parseUrl(answer.interact.redirect, { query: true });
    return answer as never;
  }
  const remove = async ({ url, accessToken }: { url: string; accessToken: string }) =>
    void (await call({ method: 'DELETE', url: urlOf(url), accessToken, validate: null }));
  return {
    grant: {
      request: ({ url }, args) =>
        post(egress.parseUrl(url), {
          ...{ body: { ...args, client: walletAddress }, validate: validators.grant },
          lookUp: true,
        }),
      continue: ({ url, accessToken }, body) =>
        post(urlOf(url), { accessToken, ...(body && { body }), validate: validators.continuedGrant }),
      cancel: remove,
    },
    token: {
      rotate: ({ url, accessToken }) => post(urlOf(url), { accessToken, validate: validators.rotatedToken }),
      revoke: remove,
    },
  };
}

interface NextUrls {
  continue?: { uri?: string };
  access_token?: { manage?: string };
  interact?: { redirect?: string };
}

function resourceServerRoutes(
  { egress, validators }: ClientParts,
  call: CallWallet,
): Pick<OpenPaymentsClient, 'incomingPayment' | 'quote' | 'outgoingPayment'> {
  const at = (resourceServer: string, path: string) =>
    egress.parseUrl(`${egress.parseUrl(resourceServer).href.replace(/\/$/, '')}${path}`);
  async function create(
    url: URL,
    accessToken: string,
    body: object,
    validate: Validators['createdQuote'],
    lookUp = false,
  ): Promise<{ id: string }> {
    return (await call({ method: 'POST', url, accessToken, body, validate, lookUp })) as { id: string };
  }
  return {
    incomingPayment: {
      async create({ url, accessToken }, args) {
        const path = at(url, '/incoming-payments');
        const created = await create(path, accessToken, args, validators.createdIncomingPayment, true);
        // Those of quotes and outgoing payments are judged in payments/check-echo.ts: who lies there is not asked to pay any more.
        checkNextUrl(egress, created.id, path);
        return created as never;
      },
    },
    quote: {
      create: ({ url, accessToken }, args) =>
        create(at(url, '/quotes'), accessToken, args, validators.createdQuote) as never,
    },
    outgoingPayment: {
      async create({ url, accessToken }, args) {
        const path = at(url, '/outgoing-payments');
        const payment = await create(path, accessToken, args, validators.createdOutgoingPayment);
        return checkOutgoingPayment(payment as OutgoingPayment) as never;
      },
      async get({ url, accessToken }) {
        const validate = validators.outgoingPayment;
        const payment = await call({ method: 'GET', url: egress.parseUrl(url), accessToken, validate });
        return checkOutgoingPayment(payment as OutgoingPayment);
      },
      async list({ url, accessToken, walletAddress }, pagination) {
        const path = at(url, '/outgoing-payments');
        for (const [name, value] of Object.entries({ ...pagination, 'wallet-address': walletAddress }))
          if (value !== undefined) path.searchParams.set(name, String(value));
        const validate = validators.outgoingPayments;
        const page = await call({ method: 'GET', url: path, accessToken, validate });
        return checkOutgoingPayments(page as Partial<PageOfPayments>) as never;
      },
      getGrantSpentAmounts: async ({ url, accessToken }) =>
        (await call({
          method: 'GET',
          url: at(url, '/outgoing-payment-grant'),
          accessToken,
          validate: validators.grantSpentAmounts,
        })) as never,
    },
  };
}
