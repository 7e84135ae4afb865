import {
  getAuthServerOpenAPI,
  getResourceServerOpenAPI,
  getWalletAddressServerOpenAPI,
} from '@interledger/open-payments';
import { HttpMethod, type OpenAPI } from '@interledger/openapi';
import { allowMore } from './allow-more.js';

export type Validators = Awaited<ReturnType<typeof loadValidators>>;

/** Every answer is held against the official documents, compiled once; what wallets add to them is passed over. */
export async function loadValidators() {
  const [walletAddressServer, authServer, resourceServer] = await Promise.all([
    getWalletAddressServerOpenAPI(),
    getAuthServerOpenAPI(),
    getResourceServerOpenAPI(),
  ]);
  const { GET, POST } = HttpMethod;
  return {
    walletAddress: answerOf(walletAddressServer, GET, '/'),
    grant: answerOf(authServer, POST, '/'),
    continuedGrant: answerOf(authServer, POST, '/continue/{id}'),
    rotatedToken: answerOf(authServer, POST, '/token/{id}'),
    createdIncomingPayment: answerOf(resourceServer, POST, '/incoming-payments'),
    createdQuote: answerOf(resourceServer, POST, '/quotes'),
    createdOutgoingPayment: answerOf(resourceServer, POST, '/outgoing-payments'),
    outgoingPayment: answerOf(resourceServer, GET, '/outgoing-payments/{id}'),
    outgoingPayments: answerOf(resourceServer, GET, '/outgoing-payments'),
    grantSpentAmounts: answerOf(resourceServer, GET, '/outgoing-payment-grant'),
  };
}

function answerOf(api: OpenAPI, method: HttpMethod, path: string) {
  const operation = api.paths[path]?.[method];
  if (!operation?.responses) throw new Error(`The documents know no ${method} ${path}.`);
  // The document is this provider's own copy.
  operation.responses = allowMore(operation.responses) as typeof operation.responses;
  return api.createResponseValidator({ method, path });
}
