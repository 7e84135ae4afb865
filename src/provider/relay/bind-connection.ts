import type { RouteOptions } from 'fastify';
import type { BindRequest } from '../../protocol/relay-messages.js';
import { checkOrigin } from '../authentication/check-origin.js';
import { checkDpopProof } from '../authentication/check-dpop-proof.js';
import { redeemChallenge } from '../connect/challenge.js';
import { findConnection, toConnectionMessage } from '../core/connections.js';
import { BindRequestSchema, ConnectionSchema, IdParamsSchema } from '../core/message-schemas.js';
import type { Services } from '../core/services.js';

/**
 * Binds a connection to the visitor's browser. The page proves with its key that this browser shows it: the
 * connect page sends the challenge only to its opener.
 */
export function bindConnection(services: Services): RouteOptions {
  return {
    method: 'POST',
    url: '/relay/connections/:id/bind',
    config: { summary: 'Prove that the visitor’s browser shows this site', problems: ['not-found'] },
    onRequest: [checkOrigin, checkDpopProof(services)],
    schema: { params: IdParamsSchema, body: BindRequestSchema, response: { 200: ConnectionSchema } },
    handler: async (request) => {
      const { id } = request.params as { id: string };
      const { challenge } = request.body as BindRequest;
      const connection = await findConnection(services, id, request);
      return toConnectionMessage(await redeemChallenge(services, connection, challenge));
    },
  };
}
