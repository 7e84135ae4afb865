import type { RouteOptions } from 'fastify';
import { checkOrigin } from '../authentication/check-origin.js';
import { checkDpopProof } from '../authentication/check-dpop-proof.js';
import { findOrCreateConnection, toConnectionMessage } from '../core/connections.js';
import { readRenewedConnection } from '../budget/renew-connection.js';
import { connectSandboxVisitor } from '../connect/connect-sandbox-visitor.js';
import { ConnectionSchema, EmptyRequestSchema } from '../core/message-schemas.js';
import type { Services } from '../core/services.js';

export function createConnection(services: Services): RouteOptions {
  return {
    method: 'POST',
    url: '/relay/connections',
    config: {
      isNewWork: true,
      summary: 'Get this site’s connection to the visitor’s wallet, or create it',
      problems: ['wallet-unreachable', 'wallet-refused', 'wallet-response-invalid'],
    },
    onRequest: [checkOrigin, checkDpopProof(services)],
    schema: { body: EmptyRequestSchema, response: { 200: ConnectionSchema, 201: ConnectionSchema } },
    handler: async (request, reply) => {
      const checkRate = () => services.rateLimiter.checkNewConnection(request);
      const { connection, created } = await findOrCreateConnection(services, request, checkRate);
      await connectSandboxVisitor(services, connection);
      const connected = await readRenewedConnection(services, connection.id, request);
      return reply.code(created ? 201 : 200).send(toConnectionMessage(connected));
    },
  };
}
