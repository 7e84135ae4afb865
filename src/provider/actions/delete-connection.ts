import type { RouteOptions } from 'fastify';
import { checkOrigin } from '../checks/check-origin.js';
import { checkProof } from '../checks/check-proof.js';
import { findConnection } from '../connections.js';
import { revokeConsent } from '../consent/revoke-consent.js';
import { IdParamsSchema } from '../schemas.js';
import type { Services } from '../services.js';

export function deleteConnection(services: Services): RouteOptions {
  return {
    method: 'DELETE',
    url: '/relay/connections/:id',
    config: {
      summary: 'Take the consent back',
      problems: ['not-found', 'wallet-unreachable', 'wallet-refused', 'wallet-answer-invalid'],
    },
    onRequest: [checkOrigin, checkProof(services)],
    schema: { params: IdParamsSchema },
    handler: async (request, reply) => {
      const { id } = request.params as { id: string };
      await revokeConsent(services, await findConnection(services, id, request));
      return reply.code(204).send();
    },
  };
}
