import type { RouteOptions } from 'fastify';
import { checkOrigin } from '../authentication/check-origin.js';
import { checkDpopProof } from '../authentication/check-dpop-proof.js';
import { readUnfinishedIntents } from '../payments/intents/unfinished-intents.js';
import { settlePayments } from '../payments/outgoing-payments/settle-payments.js';
import { IdParamsSchema } from '../core/message-schemas.js';
import type { Services } from '../core/services.js';
import { findSession } from '../core/sessions.js';

// https://webmonetization.org/specification/flows/#dfn-end-session
export function deleteSession(services: Services): RouteOptions {
  const { database, write, now } = services;
  const settleAll = async (connectionId: string) => {
    const { created } = await readUnfinishedIntents(database, connectionId);
    await settlePayments(services, created, { now: true });
  };
  return {
    method: 'DELETE',
    url: '/relay/sessions/:id',
    config: { summary: 'End a session, because its link was removed', problems: ['not-found'] },
    onRequest: [checkOrigin, checkDpopProof(services)],
    schema: { params: IdParamsSchema },
    handler: async (request, reply) => {
      const session = await findSession(services, (request.params as { id: string }).id, request);
      await write((transaction) =>
        transaction
          .updateTable('session')
          .set({ closed_at: BigInt(now()) })
          .where('id', '=', session.id)
          .execute(),
      );
      services.fairScheduler.remove(session);
      // Not awaited: the page needs no result. The connection's next tick settles what this misses.
      settleAll(session.connection_id).catch((error: unknown) =>
        request.log.warn({ err: error }, 'payments are not settled yet'),
      );
      return reply.code(204).send();
    },
  };
}
