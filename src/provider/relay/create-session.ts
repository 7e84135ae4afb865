import type { RouteOptions } from 'fastify';
import type { Session, SessionRequest } from '../../protocol/relay-messages.js';
import { checkOrigin } from '../authentication/check-origin.js';
import { checkDpopProof } from '../authentication/check-dpop-proof.js';
import { checkActive, findConnection } from '../core/connections.js';
import { sendCreateIncomingPaymentRequest } from '../open-payments/send-create-incoming-payment-request.js';
import {
  parseWalletAddressUrl,
  sendWalletAddressRequest,
} from '../open-payments/send-wallet-address-request.js';
import { SessionRequestSchema, SessionSchema } from '../core/message-schemas.js';
import { storeSession } from './store-session.js';
import type { Services } from '../core/services.js';

// https://webmonetization.org/specification/flows/#dfn-initiate-a-session
export function createSession(services: Services): RouteOptions {
  const { client, now } = services;
  return {
    method: 'POST',
    url: '/relay/sessions',
    config: {
      isNewWork: true,
      summary: 'Create a session: one link, one incoming payment',
      problems: [
        'not-found',
        'connection-not-active',
        'receiver-refused',
        'wallet-address-invalid',
        'wallet-address-not-found',
        'wallet-response-invalid',
        'wallet-unreachable',
      ],
    },
    onRequest: [checkOrigin, checkDpopProof(services)],
    schema: { body: SessionRequestSchema, response: { 201: SessionSchema } },
    handler: async (request, reply) => {
      const message = request.body as SessionRequest;
      const connection = await findConnection(services, message.connection, request);
      checkActive(connection);
      const url = parseWalletAddressUrl(message.walletAddress, services);
      const walletAddress = await sendWalletAddressRequest(services, url);
      const incomingPayment = await sendCreateIncomingPaymentRequest(client, walletAddress, now());
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
