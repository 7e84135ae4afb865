import { ConnectionSchema, IdParamsSchema } from '../core/message-schemas.js';
import {
  checkPageOrigin,
  checkPageProof,
  findRequestedConnection,
  renewBudget,
  respondWithConnection,
} from './common-steps.js';
import { type RelayCall, validateRequest } from './relay-call.js';

export const getConnection: RelayCall = {
  method: 'GET',
  url: '/relay/connections/:id',
  summary: 'Get a connection',
  problems: ['not-found'],
  schema: { params: IdParamsSchema, response: { 200: ConnectionSchema } },
  steps: [
    checkPageOrigin,
    checkPageProof,
    validateRequest,
    findRequestedConnection,
    renewBudget,
    respondWithConnection,
  ],
};
