import {
  getAuthServerOpenAPI,
  getResourceServerOpenAPI,
  getWalletAddressServerOpenAPI,
} from '@interledger/open-payments';
import { HttpMethod, type OpenAPI } from '@interledger/openapi';
import { relaxSchema } from './relax-schema.js';

export type ResponseValidators = Awaited<ReturnType<typeof loadResponseValidators>>;

/** Compiles validators from the official OpenAPI documents. Additional members in responses are ignored. */
export async function loadResponseValidators() {
  const [walletAddressServer, authServer, resourceServer] = await Promise.all([
    getWalletAddressServerOpenAPI(),
    getAuthServerOpenAPI(),
    getResourceServerOpenAPI(),
  ]);
  const { GET, POST } = HttpMethod;
  return {
    walletAddress: createValidator(walletAddressServer, GET, '/'),
    grant: createValidator(authServer, POST, '/'),
    continuedGrant: createValidator(authServer, POST, '/continue/{id}'),
    rotatedToken: createValidator(authServer, POST, '/token/{id}'),
    createdIncomingPayment: createValidator(resourceServer, POST, '/incoming-payments'),
    createdQuote: createValidator(resourceServer, POST, '/quotes'),
    createdOutgoingPayment: createValidator(resourceServer, POST, '/outgoing-payments'),
    outgoingPayment: createValidator(resourceServer, GET, '/outgoing-payments/{id}'),
    outgoingPayments: createValidator(resourceServer, GET, '/outgoing-payments'),
    grantSpentAmounts: createValidator(resourceServer, GET, '/outgoing-payment-grant'),
  };
}

function createValidator(api: OpenAPI, method: HttpMethod, path: string) {
  const operation = api.paths[path]?.[method];
  if (!operation?.responses) throw new Error(`The OpenAPI documents have no ${method} ${path}.`);
  operation.responses = relaxSchema(operation.responses) as typeof operation.responses;
  return api.createResponseValidator({ method, path });
}
