import type { RouteOptions } from 'fastify';
import type { Session, SessionRequest } from '../../protocol/relay-messages.js';
import { checkOrigin } from '../checks/check-origin.js';
import { checkProof } from '../checks/check-proof.js';
import { findConnection } from '../connections.js';
import { createIncomingPayment } from '../open-payments/incoming-payment.js';
import { parseWalletAddress, sendWalletAddressRequest } from '../open-payments/wallet-address.js';
import { RelayProblem } from '../problem.js';
import { SessionRequestSchema, SessionSchema } from '../schemas.js';
import { storeSession } from '../sessions.js';
import type { Services } from '../services.js';

// https://webmonetization.org/specification/flows/#dfn-initiate-a-session
export function createSession(services: Services): RouteOptions {
  const { client, now } = services;
  return {
    method: 'POST',
    url: '/relay/sessions',
    config: {
      isNewWork: true,
      summary: 'One link, one incoming payment',
      problems: [
        'not-found',
        'connection-not-active',
        'receiver-refused',
        'wallet-address-invalid',
        'wallet-address-not-found',
        'wallet-answer-invalid',
        'wallet-unreachable',
      ],
    },
    onRequest: [checkOrigin, checkProof(services)],
    schema: { body: SessionRequestSchema, response: { 201: SessionSchema } },
    handler: async (request, reply) => {
      const message = request.body as SessionRequest;
      const connection = await findConnection(services, message.connection, request);
      if (connection.state !== 'active' && connection.state !== 'out-of-funds') {
        throw new RelayProblem('connection-not-active', `The connection is ${connection.state}.`);
      }
      const url = parseWalletAddress(message.walletAddress, services);
      const walletAddress = await sendWalletAddressRequest(services, url);
      const incomingPayment = await createIncomingPayment(client, walletAddress, now());
      const id = await storeSession(services, {
        connection_id: connection.id,
        wallet_address: walletAddress.id,
        incoming_payment: incomingPayment.id,
        expires_at: BigInt(incomingPayment.expiresAt),
      });
      const expiresAt = new Date(incomingPayment.expiresAt).toISOString();
      const session: Session = { id, walletAddress, incomingPayment: incomingPayment.id, expiresAt };
      return reply.code(201).send(session);
    },
  };
}
