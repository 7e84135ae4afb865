import { type ContextKey, get, set } from '../../server/step-values.js';
import { getParams } from '../../server/validated-request.js';
import { IdParamsSchema } from '../core/message-schemas.js';
import { findSession, type StoredSession } from '../core/sessions.js';
import { readUnfinishedIntents } from '../payments/intents/unfinished-intents.js';
import { settlePayments } from '../payments/outgoing-payments/settle-payments.js';
import { checkPageOrigin, checkPageProof, respondWithNoContent } from './common-steps.js';
import { type RelayCall, type RelayExchange, type RelayStep, validateRequest } from './relay-call.js';

const SESSION: ContextKey<StoredSession> = { name: 'session' };

const findRequestedSession: RelayStep = async (exchange) => {
  const { services, request } = exchange;
  const { id } = getParams(request, IdParamsSchema);
  set(exchange, SESSION, await findSession(services, id, request));
};

const closeSession: RelayStep = async (exchange) => {
  const { write, now, fairScheduler } = exchange.services;
  const session = get(exchange, SESSION);
  await write((transaction) =>
    transaction
      .updateTable('session')
      .set({ closed_at: BigInt(now()) })
      .where('id', '=', session.id)
      .execute(),
  );
  fairScheduler.remove(session);
};

/** Not awaited: the page needs no result. The connection's next tick settles what this misses. */
const startSettling: RelayStep = (exchange) => {
  const { connection_id: connectionId } = get(exchange, SESSION);
  settleAll(exchange.services, connectionId).catch((error: unknown) =>
    exchange.request.log.warn({ err: error }, 'payments are not settled yet'),
  );
};

async function settleAll(services: RelayExchange['services'], connectionId: string): Promise<void> {
  const { created } = await readUnfinishedIntents(services.database, connectionId);
  await settlePayments(services, created, { now: true });
}

// https://webmonetization.org/specification/flows/#dfn-end-session
export const deleteSession: RelayCall = {
  method: 'DELETE',
  url: '/relay/sessions/:id',
  summary: 'End a session, because its link was removed',
  problems: ['not-found'],
  schema: { params: IdParamsSchema },
  steps: [
    checkPageOrigin,
    checkPageProof,
    validateRequest,
    findRequestedSession,
    closeSession,
    startSettling,
    respondWithNoContent,
  ],
};
