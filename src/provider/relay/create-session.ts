import type { Session } from '../../protocol/relay-messages.js';
import type { WalletAddressDetails } from '../../protocol/wallet-address-details.js';
import { type ContextKey, get, set } from '../../server/step-values.js';
import { getBody } from '../../server/validated-request.js';
import { checkActive, findConnection } from '../core/connections.js';
import { SessionRequestSchema, SessionSchema } from '../core/message-schemas.js';
import { sendCreateIncomingPaymentRequest } from '../open-payments/send-create-incoming-payment-request.js';
import {
  parseWalletAddressUrl,
  sendWalletAddressRequest,
} from '../open-payments/send-wallet-address-request.js';
import { checkPageOrigin, checkPageProof, CONNECTION } from './common-steps.js';
import { type RelayCall, type RelayStep, validateRequest } from './relay-call.js';
import { storeSession } from './store-session.js';

const RECEIVER: ContextKey<WalletAddressDetails> = { name: 'receiver' };
const INCOMING_PAYMENT: ContextKey<Awaited<ReturnType<typeof sendCreateIncomingPaymentRequest>>> = {
  name: 'incoming payment',
};

const findActiveConnection: RelayStep = async (exchange) => {
  const { services, request } = exchange;
  const { connection: id } = getBody(request, SessionRequestSchema);
  const connection = await findConnection(services, id, request);
  checkActive(connection);
  set(exchange, CONNECTION, connection);
};

const fetchReceiver: RelayStep = async (exchange) => {
  const { services, request } = exchange;
  const { walletAddress } = getBody(request, SessionRequestSchema);
  const url = parseWalletAddressUrl(walletAddress, services);
  set(exchange, RECEIVER, await sendWalletAddressRequest(services, url));
};

const createIncomingPayment: RelayStep = async (exchange) => {
  const { client, now } = exchange.services;
  const receiver = get(exchange, RECEIVER);
  set(exchange, INCOMING_PAYMENT, await sendCreateIncomingPaymentRequest(client, receiver, now()));
};

const storeAndRespondWithSession: RelayStep = async (exchange) => {
  const [receiver, incomingPayment] = [get(exchange, RECEIVER), get(exchange, INCOMING_PAYMENT)];
  const id = await storeSession(exchange.services, {
    connection_id: get(exchange, CONNECTION).id,
    wallet_address: receiver.id,
    incoming_payment: incomingPayment.id,
    expires_at: BigInt(incomingPayment.expiresAt),
  });
  const expiresAt = new Date(incomingPayment.expiresAt).toISOString();
  const session: Session = { id, walletAddress: receiver, incomingPayment: incomingPayment.id, expiresAt };
  void exchange.reply.code(201).send(session);
};

// https://webmonetization.org/specification/flows/#dfn-initiate-a-session
export const createSession: RelayCall = {
  method: 'POST',
  url: '/relay/sessions',
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
  isNewWork: true,
  schema: { body: SessionRequestSchema, response: { 201: SessionSchema } },
  steps: [
    checkPageOrigin,
    checkPageProof,
    validateRequest,
    findActiveConnection,
    fetchReceiver,
    createIncomingPayment,
    storeAndRespondWithSession,
  ],
};
