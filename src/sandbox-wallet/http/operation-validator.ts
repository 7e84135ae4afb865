import { findResponseProblems } from '../../server/open-api/find-response-problems.js';
import { type DocumentName, type OperationName, readOperation } from '../../server/open-api/operation.js';
import { RequestError } from '../core/errors.js';
import { findRequestProblem } from './find-request-problem.js';
import type { WalletRequest, WalletResponse } from './wallet-request.js';

export interface OperationValidator {
  /** @throws RequestError if the request does not match the document. */
  checkRequest(request: WalletRequest): void;
  /** @throws Error if the response does not match the document, which is a bug of the sandbox. */
  checkResponse(response: WalletResponse): void;
}

export function createOperationValidator(document: DocumentName, name: OperationName): OperationValidator {
  const read = () => readOperation(document, name);
  return {
    checkRequest(request) {
      const problem = findRequestProblem(read(), request);
      if (!problem) return;
      throw new RequestError(problem.status, `Received error validating OpenAPI request: ${problem.text}`);
    },
    checkResponse(response) {
      // Live servers respond with 400, 404, 409 and 415 even where their documents do not have these
      // statuses.
      if (response.status >= 400 && !read().responses[response.status]) return;
      const problems = findResponseProblems(read(), response);
      if (problems.length === 0) return;
      const where = `${name.method} ${name.path} ${response.status}`;
      throw new Error(`${where} does not match its OpenAPI document: ${problems.join('; ')}`);
    },
  };
}
