import { EgressError } from '../egress/egress-error.js';
import type { AuthenticatedClient, OutgoingPayment } from '@interledger/open-payments';
import type { Egress } from '../egress/egress.js';
import { authServerRoutes } from './auth-server-routes.js';
import { checkNextUrl } from './check-next-url.js';
import { type CallWallet, createWalletCaller } from './call-wallet.js';
import {
  checkOutgoingPayment,
  checkOutgoingPaymentPage,
  type OutgoingPaymentPage,
} from './check-outgoing-payment.js';
import type { CheckResourceServer } from './check-resource-server.js';
import type { GenerateHttpMessageSignature } from './generate-http-message-signature.js';
import type { ResponseValidators } from './response-validators.js';

type Routes = AuthenticatedClient;

/** A subset of the official client's interface. All requests go through the egress (see `createEgress`). */
export interface OpenPaymentsClient {
  walletAddress: Pick<Routes['walletAddress'], 'get'>;
  grant: Pick<Routes['grant'], 'request' | 'continue' | 'cancel'>;
  token: Pick<Routes['token'], 'rotate' | 'revoke'>;
  incomingPayment: Pick<Routes['incomingPayment'], 'create'>;
  quote: Pick<Routes['quote'], 'create'>;
  outgoingPayment: Pick<Routes['outgoingPayment'], 'create' | 'get' | 'list' | 'getGrantSpentAmounts'>;
  /** Must be called before the first token is sent to a wallet's resource server. */
  resourceServer: { check: CheckResourceServer };
}

export interface OpenPaymentsClientOptions {
  egress: Egress;
  sign: GenerateHttpMessageSignature;
  validators: ResponseValidators;
  /** The wallet address that identifies this client to wallets. */
  walletAddress: string;
  checkResourceServer: CheckResourceServer;
}

export function createOpenPaymentsClient(options: OpenPaymentsClientOptions): OpenPaymentsClient {
  const call = createWalletCaller(options.egress, options.sign);
  return {
    walletAddress: {
      get: async ({ url }) =>
        (await call({
          method: 'GET',
          url: options.egress.parseUrl(url),
          validate: options.validators.walletAddress,
        }).catch(rethrowAsNotFound)) as never,
    },
    ...authServerRoutes(options, call),
    ...resourceServerRoutes(options, call),
    resourceServer: { check: options.checkResourceServer },
  };
}

/** The URL may belong to any web server. A 404 in any format means that the wallet address does not exist. */
function rethrowAsNotFound(cause: unknown): never {
  if (!(cause instanceof EgressError) || cause.status !== 404) throw cause;
  throw new EgressError('not-found', cause.message, { cause, status: 404 });
}

function resourceServerRoutes(
  { egress, validators }: OpenPaymentsClientOptions,
  call: CallWallet,
): Pick<OpenPaymentsClient, 'incomingPayment' | 'quote' | 'outgoingPayment'> {
  const at = (resourceServer: string, path: string) =>
    egress.parseUrl(`${egress.parseUrl(resourceServer).href.replace(/\/$/, '')}${path}`);
  async function create(
    url: URL,
    accessToken: string,
    body: object,
    validate: ResponseValidators['createdQuote'],
    isLookup = false,
  ): Promise<{ id: string }> {
    return (await call({ method: 'POST', url, accessToken, body, validate, isLookup })) as { id: string };
  }
  return {
    incomingPayment: {
      async create({ url, accessToken }, args) {
        const path = at(url, '/incoming-payments');
        const created = await create(path, accessToken, args, validators.createdIncomingPayment, true);
        // The ids of quotes and outgoing payments are checked in
        // payments/outgoing-payments/verify-response.ts, where a mismatch pauses the connection.
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
        return checkOutgoingPaymentPage(page as Partial<OutgoingPaymentPage>) as never;
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
