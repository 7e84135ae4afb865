import {
  getAuthServerOpenAPI,
  getResourceServerOpenAPI,
  getWalletAddressServerOpenAPI,
} from '@interledger/open-payments';
import { HttpMethod, type OpenAPI, type ResponseValidator } from '@interledger/openapi';
import { relaxSchema } from './relax-schema.js';

export type ResponseValidators = Awaited<ReturnType<typeof loadDocuments>>;

/**
 * Validators from the official OpenAPI documents. Additional members in responses are ignored. Compiling them
 * takes 0.3 s, so each is compiled at its first response, once for the process.
 */
export function loadResponseValidators(): Promise<ResponseValidators> {
  return (loading ??= loadDocuments());
}

let loading: ReturnType<typeof loadDocuments> | undefined;

async function loadDocuments() {
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

function createValidator(api: OpenAPI, method: HttpMethod, path: string): ResponseValidator<unknown> {
  const operation = api.paths[path]?.[method];
  if (!operation?.responses) throw new Error(`The OpenAPI documents have no ${method} ${path}.`);
  operation.responses = relaxSchema(operation.responses) as typeof operation.responses;
  let validate: ResponseValidator<unknown> | undefined;
  return (response): response is { status: number; body: unknown } => {
    validate ??= api.createResponseValidator({ method, path });
    return validate(response);
  };
}
