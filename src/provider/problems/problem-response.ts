import type { Socket } from 'node:net';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OpenPaymentsClientError } from '@interledger/open-payments/dist/client/error.js';
import { DatabaseBusyError } from '../../database/core/database-busy-error.js';
import { EgressError } from '../egress/egress-error.js';
import { unknownRouteProblem } from '../limits/reject-unknown-routes.js';
import { toWalletProblem } from '../open-payments/wallet-problem.js';
import { RelayProblem, toProblemDetails } from '../core/relay-problem.js';

const PROBLEM_TYPE = 'application/problem+json';

/** Sends all errors as application/problem+json. Server errors are logged, and their details are hidden. */
export function setProblemHandlers(server: FastifyInstance, origin: string): void {
  server.setErrorHandler((error, request, reply) =>
    sendProblem(reply, toRelayProblem(error, request), origin),
  );
  server.setNotFoundHandler((request, reply) => sendProblem(reply, unknownRouteProblem(request), origin));
}

/** Handles errors before routing, for example an invalid URL. Fastify runs no hooks for them. */
export function createFrameworkErrorHandler(origin: string, headers: Record<string, string>) {
  return (error: FastifyError, request: FastifyRequest, reply: FastifyReply): void => {
    void sendProblem(reply.headers(headers), toRelayProblem(error, request), origin);
  };
}

/** Handles errors of the HTTP parser. There is no request yet, only a socket. */
export function createClientErrorHandler(origin: string, headers: Record<string, string>) {
  return ({ code }: NodeJS.ErrnoException, socket: Socket): void => {
    // The client has closed the connection, or a response has already started.
    if (!socket.writable || code === 'ECONNRESET' || socket.bytesWritten > 0) return void socket.destroy();
    const problem = toProblemDetails(new RelayProblem(parserErrorCode(code)), origin);
    const body = JSON.stringify(problem);
    const lines = Object.entries({
      ...headers,
      'content-type': PROBLEM_TYPE,
      'content-length': String(Buffer.byteLength(body)),
      connection: 'close',
    }).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${problem.status} ${problem.code}\r\n${lines.join('')}\r\n${body}`, () =>
      socket.destroy(),
    );
  };
}

function parserErrorCode(code: string | undefined) {
  if (code === 'HPE_HEADER_OVERFLOW') return 'headers-too-large';
  return code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'request-timeout' : 'request-invalid';
}

function sendProblem(reply: FastifyReply, problem: RelayProblem, origin: string) {
  reply.request.problemCode = problem.code;
  if (problem.retryAfter !== undefined) reply.header('retry-after', String(problem.retryAfter));
  return reply
    .code(problem.status)
    .header('content-type', PROBLEM_TYPE)
    .serializer((body: unknown) => JSON.stringify(body))
    .send(toProblemDetails(problem, origin));
}

export function toRelayProblem(error: unknown, request: FastifyRequest): RelayProblem {
  if (error instanceof OpenPaymentsClientError || error instanceof EgressError) {
    return toRelayProblem(toWalletProblem(error), request);
  }
  if (error instanceof RelayProblem) {
    // Client errors are logged at debug level only. Otherwise clients could fill the disk.
    if (error.cause !== undefined)
      request.log[error.status < 500 ? 'debug' : 'warn']({ err: error }, error.code);
    return error;
  }
  if (error instanceof DatabaseBusyError) {
    request.log.error({ err: error }, 'the database is unavailable');
    return new RelayProblem('provider-busy', 'The database does not respond.', { retryAfter: 1 });
  }
  const { statusCode, message, code } = error as FastifyError;
  if (code === 'FST_ERR_BAD_URL') return new RelayProblem('request-invalid', 'The URL cannot be decoded.');
  if (statusCode === 413 || code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new RelayProblem('payload-too-large');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new RelayProblem('request-invalid', message);
  }
  request.log.error({ err: error }, 'unexpected failure');
  return new RelayProblem('provider-failed', `Request ${request.id} failed.`, { cause: error });
}
