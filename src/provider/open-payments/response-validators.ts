import {
  getAuthServerOpenAPI,
  getResourceServerOpenAPI,
  getWalletAddressServerOpenAPI,
} from '@interledger/open-payments';
import { HttpMethod, type OpenAPI, type ResponseValidator } from '@interledger/openapi';
import { relaxSchema } from './relax-schema.js';

type Validator = ResponseValidator<unknown>;

export interface ResponseValidators {
  readonly walletAddress: Validator;
  readonly grant: Validator;
  readonly continuedGrant: Validator;
  readonly rotatedToken: Validator;
  readonly createdIncomingPayment: Validator;
  readonly createdQuote: Validator;
  readonly createdOutgoingPayment: Validator;
  readonly outgoingPayment: Validator;
  readonly outgoingPayments: Validator;
  readonly grantSpentAmounts: Validator;
}

/**
 * Validators from the official OpenAPI documents. Additional members in responses are ignored. Compiling them
 * takes 0.3 s, so each is compiled at its first response, once for the process.
 */
export function loadResponseValidators(): Promise<ResponseValidators> {
  return (loading ??= loadDocuments());
}

let loading: Promise<ResponseValidators> | undefined;

async function loadDocuments(): Promise<ResponseValidators> {
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

function createValidator(api: OpenAPI, method: HttpMethod, path: string): Validator {
  const operation = api.paths[path]?.[method];
  if (!operation?.responses) throw new Error(`The OpenAPI documents have no ${method} ${path}.`);
  operation.responses = relaxSchema(operation.responses) as typeof operation.responses;
  let validate: Validator | undefined;
  return (response): response is { status: number; body: unknown } => {
    validate ??= api.createResponseValidator({ method, path });
    return validate(response);
  };
}
