import type { RouteOptions } from 'fastify';
import { checkOrigin } from '../authentication/check-origin.js';
import { checkDpopProof } from '../authentication/check-dpop-proof.js';
import { findConnection } from '../core/connections.js';
import { revokeUserWalletCredentials } from '../wallet-grants/revoke-user-wallet-credentials.js';
import { IdParamsSchema } from '../core/message-schemas.js';
import type { Services } from '../core/services.js';

export function deleteConnection(services: Services): RouteOptions {
  return {
    method: 'DELETE',
    url: '/relay/connections/:id',
    config: {
      summary: 'Revoke the consent',
      problems: ['not-found', 'wallet-unreachable', 'wallet-refused', 'wallet-response-invalid'],
    },
    onRequest: [checkOrigin, checkDpopProof(services)],
    schema: { params: IdParamsSchema },
    handler: async (request, reply) => {
      const { id } = request.params as { id: string };
      await revokeUserWalletCredentials(services, await findConnection(services, id, request));
      return reply.code(204).send();
    },
  };
}
