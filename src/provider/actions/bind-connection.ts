import type { RouteOptions } from 'fastify';
import type { BindRequest } from '../../protocol/relay-messages.js';
import { checkOrigin } from '../checks/check-origin.js';
import { checkProof } from '../checks/check-proof.js';
import { redeemChallenge } from '../connect/challenge.js';
import { findConnection, toConnectionMessage } from '../connections.js';
import { BindRequestSchema, ConnectionSchema, IdParamsSchema } from '../schemas.js';
import type { Services } from '../services.js';

/** The page proves with its key that the visitor's browser shows it: it knows what the connect page told only its opener. */
export function bindConnection(services: Services): RouteOptions {
  return {
    method: 'POST',
    url: '/relay/connections/:id/bind',
    config: { summary: 'Prove that the visitor’s browser shows this site', problems: ['not-found'] },
    onRequest: [checkOrigin, checkProof(services)],
    schema: { params: IdParamsSchema, body: BindRequestSchema, response: { 200: ConnectionSchema } },
    handler: async (request) => {
      const { id } = request.params as { id: string };
      const { challenge } = request.body as BindRequest;
      const connection = await findConnection(services, id, request);
      return toConnectionMessage(await redeemChallenge(services, connection, challenge));
    },
  };
}
