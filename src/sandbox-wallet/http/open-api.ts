import openapi, {
  type HttpMethod,
  type OpenAPI,
  type RequestValidator,
  type ResponseValidator,
} from '@interledger/openapi';
import documents from '@interledger/open-payments/dist/openapi/index.js';
import { RequestError } from '../errors.js';
import type { Answer, Operation, WalletRequest } from './exchange.js';

/** In the documents: with a line break at the end it looks at each `/incoming-payments/` again and again. */
const BACKTRACKING = '^(https|http)://(.+)/incoming-payments/(.+)$';
const LINEAR = '^https?://.+?/incoming-payments/.';

export type DocumentName = 'auth' | 'resource' | 'wallet-address';

export interface OperationValidator {
  /** @throws RequestError for a request outside the document. */
  checkRequest(request: WalletRequest): void;
  /** @throws Error for an answer outside the document: a bug of ours. */
  checkAnswer(answer: Answer): void;
}

export type OpenApiValidators = (
  document: DocumentName,
  operation: Pick<Operation, 'method' | 'path'>,
) => OperationValidator;

/** Reads the three documents. Each operation is compiled once for all wallets of the process, when it is first called: together they take half a second. */
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

function compileOperation(
  document: OpenAPI,
  operation: Pick<Operation, 'method' | 'path'>,
): OperationValidator {
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
    checkAnswer(answer) {
      // The live servers answer 400, 404, 409 and 415 where their documents know no such status.
      if (answer.status >= 400 && !documented.includes(String(answer.status))) return;
      isResponse ??= document.createResponseValidator(options);
      try {
        isResponse({ status: answer.status, body: answer.body });
      } catch (error) {
        if (!openapi.isValidationError(error)) throw error;
        const problems = error.errors.map(({ message }) => message).join('; ');
        const where = `${operation.method} ${operation.path} ${answer.status}`;
        throw new Error(`${where} answers outside its OpenAPI document: ${problems}`, { cause: error });
      }
    },
  };
}

/** A request is read before its signature: anybody may send it. */
function withLinearPatterns(document: OpenAPI, { path, method }: { path: string; method: HttpMethod }): void {
  const operation = document.paths[path]?.[method];
  if (!operation?.requestBody) return;
  const text = JSON.stringify(operation.requestBody);
  operation.requestBody = JSON.parse(text, (_name, value: unknown) =>
    value === BACKTRACKING ? LINEAR : value,
  ) as typeof operation.requestBody;
}
