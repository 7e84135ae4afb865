import openapi, {
  type HttpMethod,
  type OpenAPI,
  type RequestValidator,
  type ResponseValidator,
} from '@interledger/openapi';
import documents from '@interledger/open-payments/dist/openapi/index.js';
import { RequestError } from '../core/errors.js';
import type { OperationName, WalletRequest, WalletResponse } from './wallet-request.js';

/**
 * A pattern in the documents that backtracks quadratically: with a line break at the end, it retries from
 * each `/incoming-payments/`.
 */
const BACKTRACKING_PATTERN = '^(https|http)://(.+)/incoming-payments/(.+)$';
const LINEAR_PATTERN = '^https?://.+?/incoming-payments/.';

export type DocumentName = 'auth' | 'resource' | 'wallet-address';

export interface OperationValidator {
  /** @throws RequestError if the request does not match the document. */
  checkRequest(request: WalletRequest): void;
  /** @throws Error if the response does not match the document, which is a bug of the sandbox. */
  checkResponse(response: WalletResponse): void;
}

export type OpenApiValidators = (document: DocumentName, operation: OperationName) => OperationValidator;

/**
 * Reads the three documents. Compiling all operations takes half a second, so each operation is compiled at
 * its first call, once for all wallets of the process.
 */
export async function loadOpenApiValidators(): Promise<OpenApiValidators> {
  loading ??= loadDocuments();
  const byName = await loading;
  return (document, operation) => {
    const key = `${document} ${operation.method} ${operation.path}`;
    const validator = compiled.get(key) ?? compileOperation(byName[document], operation);
    compiled.set(key, validator);
    return validator;
  };
}

let loading: Promise<Record<DocumentName, OpenAPI>> | undefined;
const compiled = new Map<string, OperationValidator>();

async function loadDocuments(): Promise<Record<DocumentName, OpenAPI>> {
  return {
    auth: await documents.getAuthServerOpenAPI(),
    resource: await documents.getResourceServerOpenAPI(),
    'wallet-address': await documents.getWalletAddressServerOpenAPI(),
  };
}

function compileOperation(document: OpenAPI, operation: OperationName): OperationValidator {
  const options = { path: operation.path, method: openapi.HttpMethod[operation.method] };
  withLinearPatterns(document, options);
  let isRequest: RequestValidator<unknown> | undefined;
  let isResponse: ResponseValidator<unknown> | undefined;
  const documented = Object.keys(document.paths[options.path]?.[options.method]?.responses ?? {});
  return {
    checkRequest(request) {
      isRequest ??= document.createRequestValidator(options);
      try {
        isRequest(request);
      } catch (error) {
        if (!openapi.isValidationError(error)) throw error;
        const problem = error.errors[0]?.message ?? 'unknown';
        throw new RequestError(error.status ?? 400, `Received error validating OpenAPI request: ${problem}`);
      }
    },
    checkResponse(response) {
      // Live servers respond with 400, 404, 409 and 415 even where their documents do not have these
      // statuses.
      if (response.status >= 400 && !documented.includes(String(response.status))) return;
      isResponse ??= document.createResponseValidator(options);
      try {
        isResponse({ status: response.status, body: response.body });
      } catch (error) {
        if (!openapi.isValidationError(error)) throw error;
        const problems = error.errors.map(({ message }) => message).join('; ');
        const where = `${operation.method} ${operation.path} ${response.status}`;
        throw new Error(`${where} does not match its OpenAPI document: ${problems}`, { cause: error });
      }
    },
  };
}

/** Requests are validated before their signatures, so anyone can send them. */
function withLinearPatterns(document: OpenAPI, { path, method }: { path: string; method: HttpMethod }): void {
  const operation = document.paths[path]?.[method];
  if (!operation?.requestBody) return;
  const text = JSON.stringify(operation.requestBody);
  operation.requestBody = JSON.parse(text, (_name, value: unknown) =>
    value === BACKTRACKING_PATTERN ? LINEAR_PATTERN : value,
  ) as typeof operation.requestBody;
}
