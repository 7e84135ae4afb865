import type { RouteOptions } from 'fastify';
import { checkOrigin } from '../checks/check-origin.js';
import { checkProof } from '../checks/check-proof.js';
import { findOrCreateConnection, toConnectionMessage } from '../connections.js';
import { readRenewedConnection } from '../payments/read-renewed-connection.js';
import { connectSandboxVisitor } from '../consent/connect-sandbox-visitor.js';
import { ConnectionSchema, EmptyRequestSchema } from '../schemas.js';
import type { Services } from '../services.js';

export function createConnection(services: Services): RouteOptions {
  return {
    method: 'POST',
    url: '/relay/connections',
    config: {
      isNewWork: true,
      summary: 'This site’s connection to the visitor’s wallet, made if there is none',
      problems: ['wallet-unreachable', 'wallet-refused', 'wallet-answer-invalid'],
    },
    onRequest: [checkOrigin, checkProof(services)],
    schema: { body: EmptyRequestSchema, response: { 200: ConnectionSchema, 201: ConnectionSchema } },
    handler: async (request, reply) => {
      const admit = () => services.rates.newConnection(request);
      const { connection, created } = await findOrCreateConnection(services, request, admit);
      await connectSandboxVisitor(services, connection);
      const connected = await readRenewedConnection(services, connection.id, request);
      return reply.code(created ? 201 : 200).send(toConnectionMessage(connected));
    },
  };
}
