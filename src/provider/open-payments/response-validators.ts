import {
  getAuthServerOpenAPI,
  getResourceServerOpenAPI,
  getWalletAddressServerOpenAPI,
} from '@interledger/open-payments';
import { HttpMethod, type OpenAPI } from '@interledger/openapi';
import { relaxSchema } from './relax-schema.js';

type ResponseValidator = ReturnType<OpenAPI['createResponseValidator']>;

export interface ResponseValidators {
  readonly walletAddress: ResponseValidator;
  readonly grant: ResponseValidator;
  readonly continuedGrant: ResponseValidator;
  readonly rotatedToken: ResponseValidator;
  readonly createdIncomingPayment: ResponseValidator;
  readonly createdQuote: ResponseValidator;
  readonly createdOutgoingPayment: ResponseValidator;
  readonly outgoingPayment: ResponseValidator;
  readonly outgoingPayments: ResponseValidator;
  readonly grantSpentAmounts: ResponseValidator;
}

/** Compiles validators from the official OpenAPI documents. Additional members in responses are ignored. */
export async function loadResponseValidators(): Promise<ResponseValidators> {
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

function createValidator(api: OpenAPI, method: HttpMethod, path: string): ResponseValidator {
  const operation = api.paths[path]?.[method];
  if (!operation?.responses) throw new Error(`The OpenAPI documents have no ${method} ${path}.`);
  operation.responses = relaxSchema(operation.responses) as typeof operation.responses;
  return api.createResponseValidator({ method, path });
}
