import { get, set } from '../../server/step-values.js';
import { connectSandboxVisitor } from '../connect/connect-sandbox-visitor.js';
import { findConnection, findOrCreateConnection } from '../core/connections.js';
import { ConnectionSchema, EmptyRequestSchema } from '../core/message-schemas.js';
import {
  checkPageOrigin,
  checkPageProof,
  CONNECTION,
  renewBudget,
  respondWithConnection,
} from './common-steps.js';
import { type RelayCall, type RelayStep, validateRequest } from './relay-call.js';

const findOrCreateConnectionOfPage: RelayStep = async (exchange) => {
  const { services, request, reply } = exchange;
  const checkRate = () => services.rateLimiter.checkNewConnection(request);
  const { connection, created } = await findOrCreateConnection(services, request, checkRate);
  void reply.code(created ? 201 : 200);
  set(exchange, CONNECTION, connection);
};

const connectVisitorOfSandbox: RelayStep = async (exchange) => {
  const { services, request } = exchange;
  const connection = get(exchange, CONNECTION);
  await connectSandboxVisitor(services, connection);
  set(exchange, CONNECTION, await findConnection(services, connection.id, request));
};

export const createConnection: RelayCall = {
  method: 'POST',
  url: '/relay/connections',
  summary: 'Get this site’s connection to the visitor’s wallet, or create it',
  problems: ['wallet-unreachable', 'wallet-refused', 'wallet-response-invalid'],
  isNewWork: true,
  schema: { body: EmptyRequestSchema, response: { 200: ConnectionSchema, 201: ConnectionSchema } },
  steps: [
    checkPageOrigin,
    checkPageProof,
    validateRequest,
    findOrCreateConnectionOfPage,
    connectVisitorOfSandbox,
    renewBudget,
    respondWithConnection,
  ],
};
