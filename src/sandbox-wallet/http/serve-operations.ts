import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { RequestError } from '../errors.js';
import type { Wallet } from '../wallet.js';
import { allowEveryOrigin } from './cors.js';
import type { Exchange, FullAnswer, Operation, WalletRequest } from './exchange.js';
import type { DocumentName, OpenApiValidators, OperationValidator } from './open-api.js';
import { parseJsonBody } from './parse-json-body.js';

/** An error as this server words it. Undefined: not the client's fault, so it becomes a 500. */
export type DescribeError = (error: unknown, wallet: Wallet) => FullAnswer | undefined;

export interface OpenPaymentsServer {
  readonly document: DocumentName;
  readonly operations: readonly Operation[];
  readonly describeError: DescribeError;
}

/** Serves the operations of one OpenAPI document below the prefix that `server` is registered with. */
export function serveOperations(
  server: FastifyInstance,
  wallet: Wallet,
  validators: OpenApiValidators,
  { document, operations, describeError }: OpenPaymentsServer,
): void {
  allowEveryOrigin(server);
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  server.setErrorHandler((error, request, reply) => sendError(error, request, reply));
  server.setNotFoundHandler((request, reply) =>
    sendError(new RequestError(404, 'Not Found'), request, reply),
  );

  for (const operation of operations) {
    const validator = validators(document, operation);
    const name = `${operation.method} ${operation.path}`;
    server.route({
      method: operation.method,
      url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
      handler: async (request, reply) => {
        const answer = () => answerOperation(createExchange(wallet, request), operation, validator);
        const send = (full: FullAnswer) => sendAnswer(reply, full);
        const double = wallet.doubles.take(name);
        if (!double?.play) return send(await answer());
        await double.play({ wallet, reply, answer, send });
        return reply;
      },
    });
  }

  async function answerOperation(
    exchange: Exchange,
    { steps }: Operation,
    validator: OperationValidator,
  ): Promise<FullAnswer> {
    try {
      checkAcceptsJson(exchange.request);
      validator.checkRequest(exchange.request);
      for (const step of steps) if ((await step(exchange)) === 'answered') break;
    } catch (error) {
      const refused = describeError(error, wallet);
      if (!refused) throw error;
      // A RequestError has the live servers' own body, which the documents do not describe.
      if (!(error instanceof RequestError)) validator.checkAnswer(refused);
      return refused;
    }
    validator.checkAnswer(exchange.answer);
    return exchange.answer;
  }

  function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    const refused = describeError(asRequestError(error), wallet);
    if (refused) return sendAnswer(reply, refused);
    request.log.error(error);
    return reply.code(500).type('text/plain').send('Internal Server Error');
  }
}

function createExchange(wallet: Wallet, request: FastifyRequest): Exchange {
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
  return { wallet, request: walletRequest, answer: { status: 200 }, facts: new Map() };
}

function sendAnswer(reply: FastifyReply, answer: FullAnswer): FastifyReply {
  reply.code(answer.status).headers(answer.headers ?? {});
  if (answer.body === undefined) return reply.send();
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.body));
}

function checkAcceptsJson({ headers }: WalletRequest): void {
  if (/application\/json|application\/\*|\*\/\*|^\s*$/.test(headers.accept ?? '')) return;
  throw new RequestError(406, 'Received error validating OpenAPI request: Must accept application/json');
}

/** What Fastify itself refused before a handler ran: too large a body, a wrong length. */
function asRequestError(error: unknown): unknown {
  const status = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (typeof status !== 'number' || status >= 500) return error;
  return new RequestError(status, (error as Error).message);
}
