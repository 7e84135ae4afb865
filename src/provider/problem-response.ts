import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { OpenPaymentsClientError } from '@interledger/open-payments';
import { DatabaseBusyError } from '../database/database-busy-error.js';
import { WalletDeadlineError } from './open-payments/with-deadlines.js';
import { walletProblem } from './open-payments/wallet-problem.js';
import { RelayProblem, toProblemDetails } from './problem.js';

/** Answers every failure of `server` as application/problem+json. What is not the caller's fault is logged and hidden. */
export function answerFailuresAsProblems(server: FastifyInstance): void {
  server.setErrorHandler((error, request, reply) => sendProblem(reply, toRelayProblem(error, request)));
  server.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      new RelayProblem('not-found', `${request.method} ${request.url.split('?')[0]} is not known here.`),
    ),
  );
}

/** For what Fastify refuses before a route is found, such as a URL that does not decode. */
export function answerFrameworkError(
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
): void {
  void sendProblem(reply, toRelayProblem(error, request));
}

function sendProblem(reply: FastifyReply, problem: RelayProblem) {
  reply.request.problemCode = problem.code;
  if (problem.retryAfter !== undefined) reply.header('retry-after', String(problem.retryAfter));
  return reply
    .code(problem.status)
    .header('content-type', 'application/problem+json')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(toProblemDetails(problem));
}

function toRelayProblem(error: unknown, request: FastifyRequest): RelayProblem {
  if (error instanceof OpenPaymentsClientError || error instanceof WalletDeadlineError) {
    return toRelayProblem(walletProblem(error), request);
  }
  if (error instanceof RelayProblem) {
    if (error.cause !== undefined) request.log.warn({ err: error }, error.message);
    return error;
  }
  if (error instanceof DatabaseBusyError) {
    request.log.error({ err: error }, 'the database is away');
    return new RelayProblem('provider-busy', 'The database does not answer.', { retryAfter: 1 });
  }
  const { statusCode, message, code } = error as FastifyError;
  if (statusCode === 413 || code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new RelayProblem('payload-too-large');
  if (statusCode !== undefined && statusCode >= 400 && statusCode < 500) {
    return new RelayProblem('request-invalid', message);
  }
  request.log.error({ err: error }, 'unexpected failure');
  return new RelayProblem('provider-failed', `Request ${request.id} failed.`, { cause: error });
}
