import type { RouteOptions } from 'fastify';
import { checkOrigin } from '../authentication/check-origin.js';
import { checkDpopProof } from '../authentication/check-dpop-proof.js';
import { toConnectionMessage } from '../core/connections.js';
import { readRenewedConnection } from '../budget/renew-connection.js';
import { ConnectionSchema, IdParamsSchema } from '../core/message-schemas.js';
import type { Services } from '../core/services.js';

export function getConnection(services: Services): RouteOptions {
  return {
    method: 'GET',
    url: '/relay/connections/:id',
    config: { summary: 'Get a connection', problems: ['not-found'] },
    onRequest: [checkOrigin, checkDpopProof(services)],
    schema: { params: IdParamsSchema, response: { 200: ConnectionSchema } },
    handler: async (request) => {
      const { id } = request.params as { id: string };
      return toConnectionMessage(await readRenewedConnection(services, id, request));
    },
  };
}
