import { findResponseProblems } from '../../server/open-api/find-response-problems.js';
import {
  type DocumentName,
  type OpenApiOperation,
  type OperationName,
  readOperation,
} from '../../server/open-api/operation.js';
import { invalidResponse, type ValidateResponse } from './call-wallet.js';
import { relaxSchema } from './relax-schema.js';

export interface ResponseValidators {
  readonly walletAddress: ValidateResponse;
  readonly grant: ValidateResponse;
  readonly continuedGrant: ValidateResponse;
  readonly rotatedToken: ValidateResponse;
  readonly createdIncomingPayment: ValidateResponse;
  readonly createdQuote: ValidateResponse;
  readonly createdOutgoingPayment: ValidateResponse;
  readonly outgoingPayment: ValidateResponse;
  readonly outgoingPayments: ValidateResponse;
  readonly grantSpentAmounts: ValidateResponse;
}

/** Validators from the official OpenAPI documents. Additional members in responses are ignored. */
export function createResponseValidators(): ResponseValidators {
  return {
    walletAddress: createValidator('wallet-address', 'GET', '/'),
    grant: createValidator('auth', 'POST', '/'),
    continuedGrant: createValidator('auth', 'POST', '/continue/{id}'),
    rotatedToken: createValidator('auth', 'POST', '/token/{id}'),
    createdIncomingPayment: createValidator('resource', 'POST', '/incoming-payments'),
    createdQuote: createValidator('resource', 'POST', '/quotes'),
    createdOutgoingPayment: createValidator('resource', 'POST', '/outgoing-payments'),
    outgoingPayment: createValidator('resource', 'GET', '/outgoing-payments/{id}'),
    outgoingPayments: createValidator('resource', 'GET', '/outgoing-payments'),
    grantSpentAmounts: createValidator('resource', 'GET', '/outgoing-payment-grant'),
  };
}

function createValidator(
  document: DocumentName,
  method: OperationName['method'],
  path: string,
): ValidateResponse {
  return (response) => {
    const responses = relaxResponses(readOperation(document, { method, path }));
    const problems = findResponseProblems({ responses }, response);
    if (problems.length > 0) throw invalidResponse(problems);
  };
}

/** Once per process, as the operations. */
const relaxed = new WeakMap<OpenApiOperation, OpenApiOperation['responses']>();

function relaxResponses(operation: OpenApiOperation): OpenApiOperation['responses'] {
  const responses =
    relaxed.get(operation) ?? (relaxSchema(operation.responses) as OpenApiOperation['responses']);
  relaxed.set(operation, responses);
  return responses;
}
