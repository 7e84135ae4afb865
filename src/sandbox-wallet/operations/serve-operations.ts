import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RequestError } from '../core/errors.js';
import type { SandboxWallet } from '../wallet/wallet.js';
import { allowEveryOrigin } from '../http/cors.js';
import type { Exchange, Operation } from './exchange.js';
import type { WalletRequest, WalletResponseWithHeaders } from '../http/wallet-request.js';
import type { DocumentName } from '../../server/open-api/operation.js';
import { createOperationValidator, type OperationValidator } from '../http/operation-validator.js';
import { parseJsonBody } from '../http/parse-json-body.js';

/** Maps an error to this server's error format. Undefined for an internal error, which becomes a 500. */
export type ToErrorResponse = (
  error: unknown,
  wallet: SandboxWallet,
) => WalletResponseWithHeaders | undefined;

export interface OpenPaymentsServer {
  readonly document: DocumentName;
  readonly operations: readonly Operation[];
  readonly toErrorResponse: ToErrorResponse;
}

/** Serves the operations of one OpenAPI document, below the prefix with which `server` is registered. */
export function serveOperations(
  server: FastifyInstance,
  wallet: SandboxWallet,
  { document, operations, toErrorResponse }: OpenPaymentsServer,
): void {
  allowEveryOrigin(server);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  server.setNotFoundHandler((request, reply) =>
    sendError(new RequestError(404, 'Not Found'), request, reply),
  );

  for (const operation of operations) {
    const validator = createOperationValidator(document, operation);
    const name = `${operation.method} ${operation.path}`;
    server.route({
      method: operation.method,
      url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const handle = () => runOperation(createExchange(wallet, request), operation, validator);
        const send = (response: WalletResponseWithHeaders) => sendResponse(reply, response);
        const fault = wallet.faults.consume(name);
        if (!fault?.injectFault) return send(await handle());
        await fault.injectFault({ wallet, reply, handle, send });
        return reply;
      },
    });
  }

  async function runOperation(
    exchange: Exchange,
    { steps }: Operation,
    validator: OperationValidator,
  ): Promise<WalletResponseWithHeaders> {
    try {
      checkAcceptsJson(exchange.request);
      validator.checkRequest(exchange.request);
      for (const step of steps) if ((await step(exchange)) === 'responded') break;
    } catch (error) {
      const errorResponse = toErrorResponse(error, wallet);
      if (!errorResponse) throw error;
      // A RequestError has the live servers' format, which the documents do not describe.
      if (!(error instanceof RequestError)) validator.checkResponse(errorResponse);
      return errorResponse;
    }
    validator.checkResponse(exchange.response);
    return exchange.response;
  }

  function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const errorResponse = toErrorResponse(toRequestError(error), wallet);
    if (errorResponse) return sendResponse(reply, errorResponse);
    request.log.error(error);
    return reply.code(500).type('text/plain').send('Internal Server Error');
  }
}

function createExchange(wallet: SandboxWallet, request: FastifyRequest): Exchange {
  const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
  const walletRequest: WalletRequest = {
    method: request.method,
    targetUri: `${wallet.origin}${request.raw.url ?? ''}`,
    headers: request.headers,
    params: request.params as Record<string, string>,
    query: request.query as Record<string, unknown>,
    rawBody,
    body: parseJsonBody(rawBody),
  };
  return { wallet, request: walletRequest, response: { status: 200 }, values: new Map() };
}

function sendResponse(reply: FastifyReply, response: WalletResponseWithHeaders): FastifyReply {
  reply.code(response.status).headers(response.headers ?? {});
  if (response.body === undefined) return reply.send();
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(response.body));
}

function checkAcceptsJson({ headers }: WalletRequest): void {
  if (/application\/json|application\/\*|\*\/\*|^\s*$/.test(headers.accept ?? '')) return;
  throw new RequestError(406, 'Received error validating OpenAPI request: Must accept application/json');
}

/** Errors that Fastify raises before a handler runs, such as a body that is too large. */
function toRequestError(error: unknown): unknown {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (typeof status !== 'number' || status >= 500) return error;
  return new RequestError(status, (error as Error).message);
}
