import { get } from '../../server/step-values.js';
import { IdParamsSchema } from '../core/message-schemas.js';
import { revokeUserWalletCredentials } from '../wallet-grants/revoke-user-wallet-credentials.js';
import {
  checkPageOrigin,
  checkPageProof,
  CONNECTION,
  findRequestedConnection,
  respondWithNoContent,
} from './common-steps.js';
import { type RelayCall, type RelayStep, validateRequest } from './relay-call.js';

const revokeConsent: RelayStep = (exchange) =>
  revokeUserWalletCredentials(exchange.services, get(exchange, CONNECTION));

export const deleteConnection: RelayCall = {
  method: 'DELETE',
  url: '/relay/connections/:id',
  summary: 'Revoke the consent',
  problems: ['not-found', 'wallet-unreachable', 'wallet-refused', 'wallet-response-invalid'],
  schema: { params: IdParamsSchema },
  steps: [
    checkPageOrigin,
    checkPageProof,
    validateRequest,
    findRequestedConnection,
    revokeConsent,
    respondWithNoContent,
  ],
};
