import type { RouteOptions } from 'fastify';
import { retryDelayFor } from '../../protocol/retry-delay.js';
import { checkOrigin } from '../authentication/check-origin.js';
import { checkDpopProof } from '../authentication/check-dpop-proof.js';
import { toPayerProblem } from '../open-payments/payer-problem.js';
import { processSessionForPayment } from '../payments/process-session-for-payment.js';
import { readTick } from '../payments/read-tick.js';
import { RelayProblem } from '../core/relay-problem.js';
import {
  EmptyRequestSchema,
  IdParamsSchema,
  NothingDueSchema,
  PaymentSchema,
} from '../core/message-schemas.js';
import type { Services } from '../core/services.js';

/** Processes a tick: the agent reports a visible page, and the provider decides what is paid. */
export function createPayment(services: Services): RouteOptions {
  return {
    method: 'POST',
    url: '/relay/sessions/:id/payments',
    config: {
      summary: 'Send a tick: the page is still visible',
      problems: [
        'not-found',
        'session-expired',
        'connection-not-active',
        'budget-spent',
        'receiver-invalid',
        'min-amount-too-large',
        'payer-unreachable',
        'wallet-refused',
        'wallet-response-invalid',
        'payment-pending',
      ],
    },
    onRequest: [checkOrigin, checkDpopProof(services)],
    schema: {
      params: IdParamsSchema,
      body: EmptyRequestSchema,
      response: { 201: PaymentSchema, 202: NothingDueSchema },
    },
    handler: async (request, reply) => {
      const { id } = request.params as { id: string };
      const { visibleTimeTokens, now } = services;
      const tick = await readTick(services, id, request, (connection) =>
        visibleTimeTokens.verify(connection, request.visibleTimeToken),
      );
      const at = now();
      const result = await processSessionForPayment(services, tick).catch((cause: unknown) => {
        // All requests of a tick go to the visitor's wallet, so the page's links are not the cause.
        const resourceServer = tick.connection.resource_server ?? '';
        const problem = toPayerProblem(services, { resourceServer }, cause);
        const wait = problem instanceof RelayProblem ? retryDelayFor(problem.code) : 0;
        // A page whose first tick was refused has ticked.
        if (wait > 0 || !request.visibleTimeToken)
          request.visibleTimeToken = visibleTimeTokens.issue(tick.connection.id, { at, wait });
        throw problem;
      });
      request.visibleTimeToken = visibleTimeTokens.issue(tick.connection.id, { at, wait: result.next });
      return reply.code('id' in result ? 201 : 202).send(result);
    },
  };
}
