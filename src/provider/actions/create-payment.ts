import type { RouteOptions } from 'fastify';
import { waitAfter } from '../../protocol/wait-after.js';
import { checkOrigin } from '../checks/check-origin.js';
import { checkProof } from '../checks/check-proof.js';
import { payerProblem } from '../open-payments/payer-problem.js';
import { processSessionForPayment } from '../payments/process-session-for-payment.js';
import { readTick } from '../payments/read-tick.js';
import { RelayProblem } from '../problem.js';
import { EmptyRequestSchema, IdParamsSchema, NothingDueSchema, PaymentSchema } from '../schemas.js';
import type { Services } from '../services.js';

/** One tick: the agent says that the page is still being looked at; what is paid is decided here. */
export function createPayment(services: Services): RouteOptions {
  return {
    method: 'POST',
    url: '/relay/sessions/:id/payments',
    config: {
      summary: 'A tick: the page is still being looked at',
      problems: [
        'not-found',
        'session-expired',
        'connection-not-active',
        'budget-spent',
        'receiver-invalid',
        'least-amount-too-large',
        'payer-unreachable',
        'wallet-refused',
        'wallet-answer-invalid',
        'payment-pending',
      ],
    },
    onRequest: [checkOrigin, checkProof(services)],
    schema: {
      params: IdParamsSchema,
      body: EmptyRequestSchema,
      response: { 201: PaymentSchema, 202: NothingDueSchema },
    },
    handler: async (request, reply) => {
      const { id } = request.params as { id: string };
      const { marks, now } = services;
      const tick = await readTick(services, id, request, (connection) =>
        marks.read(connection, request.mark),
      );
      const at = now();
      const answer = await processSessionForPayment(services, tick).catch((cause: unknown) => {
        const wait = cause instanceof RelayProblem ? waitAfter(cause.code) : 0;
        // A page whose first tick was refused has ticked, too: its next tick is not its first.
        if (wait > 0 || !request.mark) request.mark = marks.write(tick.connection.id, { at, wait });
        // All that a tick asks is asked of the visitor's wallet: the page's links are not to blame for its silence.
        throw payerProblem(services, { resourceServer: tick.connection.resource_server ?? '' }, cause);
      });
      request.mark = marks.write(tick.connection.id, { at, wait: answer.next });
      return reply.code('id' in answer ? 201 : 202).send(answer);
    },
  };
}
