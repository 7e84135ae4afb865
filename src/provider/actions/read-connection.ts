import type { RouteOptions } from 'fastify';
import { checkOrigin } from '../checks/check-origin.js';
import { checkProof } from '../checks/check-proof.js';
import { toConnectionMessage } from '../connections.js';
import { readRenewedConnection } from '../payments/read-renewed-connection.js';
import { ConnectionSchema, IdParamsSchema } from '../schemas.js';
import type { Services } from '../services.js';

export function readConnection(services: Services): RouteOptions {
  return {
    method: 'GET',
    url: '/relay/connections/:id',
    config: { summary: 'The connection as it is', problems: ['not-found'] },
    onRequest: [checkOrigin, checkProof(services)],
    schema: { params: IdParamsSchema, response: { 200: ConnectionSchema } },
    handler: async (request) => {
      const { id } = request.params as { id: string };
      return toConnectionMessage(await readRenewedConnection(services, id, request));
    },
  };
}
