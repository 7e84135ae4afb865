import type { NothingDue, Payment } from '../../protocol/relay-messages.js';
import { retryDelayFor } from '../../protocol/retry-delay.js';
import { type ContextKey, get, set } from '../../server/step-values.js';
import { getParams } from '../../server/validated-request.js';
import {
  EmptyRequestSchema,
  IdParamsSchema,
  NothingDueSchema,
  PaymentSchema,
} from '../core/message-schemas.js';
import { RelayProblem } from '../core/relay-problem.js';
import { toPayerProblem } from '../open-payments/payer-problem.js';
import { processSessionForPayment } from '../payments/process-session-for-payment.js';
import { readTick, type TickContext } from '../payments/read-tick.js';
import { checkPageOrigin, checkPageProof } from './common-steps.js';
import { type RelayCall, type RelayStep, validateRequest } from './relay-call.js';

const TICK: ContextKey<TickContext> = { name: 'tick' };
const RESULT: ContextKey<Payment | NothingDue> = { name: 'result' };

const readRequestedTick: RelayStep = async (exchange) => {
  const { services, request } = exchange;
  const { id } = getParams(request, IdParamsSchema);
  const tick = await readTick(services, id, request, (connection) =>
    services.visibleTimeTokens.verify(connection, request.visibleTimeToken),
  );
  set(exchange, TICK, tick);
};

const processTick: RelayStep = async (exchange) => {
  const { services, request } = exchange;
  const { visibleTimeTokens, now } = services;
  const { connection } = get(exchange, TICK);
  const at = now();
  const issueToken = (wait: number) => {
    request.visibleTimeToken = visibleTimeTokens.issue(connection.id, { at, wait });
  };
  try {
    const result = await processSessionForPayment(services, get(exchange, TICK));
    issueToken(result.next);
    set(exchange, RESULT, result);
  } catch (cause) {
    // All requests of a tick go to the visitor's wallet, so the page's links are not the cause.
    const problem = toPayerProblem(services, { resourceServer: connection.resource_server ?? '' }, cause);
    const wait = problem instanceof RelayProblem ? retryDelayFor(problem.code) : 0;
    // A page whose first tick was refused has ticked.
    if (wait > 0 || !request.visibleTimeToken) issueToken(wait);
    throw problem;
  }
};

const respondWithResult: RelayStep = (exchange) => {
  const result = get(exchange, RESULT);
  void exchange.reply.code('id' in result ? 201 : 202).send(result);
};

/** Processes a tick: the agent reports a visible page, and the provider decides what is paid. */
export const createPayment: RelayCall = {
  method: 'POST',
  url: '/relay/sessions/:id/payments',
  summary: 'Send a tick: the page is still visible',
  problems: [
    'not-found',
    'session-expired',
    'connection-not-active',
    'budget-spent',
    'receiver-invalid',
    'min-amount-too-large',
    'payer-unreachable',
    'payer-response-invalid',
    'key-revoked',
    'insufficient-grant',
    'wallet-refused',
    'wallet-response-invalid',
    'payment-pending',
  ],
  schema: {
    params: IdParamsSchema,
    body: EmptyRequestSchema,
    response: { 201: PaymentSchema, 202: NothingDueSchema },
  },
  steps: [
    checkPageOrigin,
    checkPageProof,
    validateRequest,
    readRequestedTick,
    processTick,
    respondWithResult,
  ],
};
