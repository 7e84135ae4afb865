import { type ContextKey, get, set } from '../../server/step-values.js';
import { getParams } from '../../server/validated-request.js';
import { checkDpopProof } from '../authentication/check-dpop-proof.js';
import { checkOrigin } from '../authentication/check-origin.js';
import { renewConnection } from '../budget/renew-connection.js';
import { findConnection, type StoredConnection, toConnectionMessage } from '../core/connections.js';
import { IdParamsSchema } from '../core/message-schemas.js';
import type { RelayStep } from './relay-call.js';

export const CONNECTION: ContextKey<StoredConnection> = { name: 'connection' };

export const checkPageOrigin: RelayStep = ({ request }) => checkOrigin(request);

export const checkPageProof: RelayStep = ({ services, request }) => checkDpopProof(services, request);

export const findRequestedConnection: RelayStep = async (exchange) => {
  const { services, request } = exchange;
  const { id } = getParams(request, IdParamsSchema);
  set(exchange, CONNECTION, await findConnection(services, id, request));
};

/** No page receives an outdated "out of funds". */
export const renewBudget: RelayStep = async (exchange) => {
  set(exchange, CONNECTION, await renewConnection(exchange.services, get(exchange, CONNECTION)));
};

export const respondWithConnection: RelayStep = (exchange) => {
  void exchange.reply.send(toConnectionMessage(get(exchange, CONNECTION)));
};

export const respondWithNoContent: RelayStep = ({ reply }) => {
  void reply.code(204).send();
};
