import { get, set } from '../../server/step-values.js';
import { getBody } from '../../server/validated-request.js';
import { redeemChallenge } from '../connect/challenge.js';
import { BindRequestSchema, ConnectionSchema, IdParamsSchema } from '../core/message-schemas.js';
import {
  checkPageOrigin,
  checkPageProof,
  CONNECTION,
  findRequestedConnection,
  respondWithConnection,
} from './common-steps.js';
import { type RelayCall, type RelayStep, validateRequest } from './relay-call.js';

const redeemRequestedChallenge: RelayStep = async (exchange) => {
  const { challenge } = getBody(exchange.request, BindRequestSchema);
  const connection = get(exchange, CONNECTION);
  set(exchange, CONNECTION, await redeemChallenge(exchange.services, connection, challenge));
};

/**
 * Binds a connection to the visitor's browser. The page proves with its key that this browser shows it: the
 * connect page sends the challenge only to its opener.
 */
export const bindConnection: RelayCall = {
  method: 'POST',
  url: '/relay/connections/:id/bind',
  summary: 'Prove that the visitor’s browser shows this site',
  problems: ['not-found'],
  schema: { params: IdParamsSchema, body: BindRequestSchema, response: { 200: ConnectionSchema } },
  steps: [
    checkPageOrigin,
    checkPageProof,
    validateRequest,
    findRequestedConnection,
    redeemRequestedChallenge,
    respondWithConnection,
  ],
};
