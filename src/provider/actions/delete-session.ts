import type { RouteOptions } from 'fastify';
import { checkOrigin } from '../checks/check-origin.js';
import { checkProof } from '../checks/check-proof.js';
import { readUnfinishedIntents } from '../payments/unfinished-intents.js';
import { settlePayments } from '../payments/settle-payments.js';
import { IdParamsSchema } from '../schemas.js';
import type { Services } from '../services.js';
import { findSession } from '../sessions.js';

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
    config: { summary: 'The link is gone', problems: ['not-found'] },
    onRequest: [checkOrigin, checkProof(services)],
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
      services.turns.forget(session);
      // The page is gone and needs no result; what this misses, the connection's next tick settles.
      settleAll(session.connection_id).catch((error: unknown) =>
        request.log.warn({ err: error }, 'payments are not settled yet'),
      );
      return reply.code(204).send();
    },
  };
}
