import type { FastifyReply } from 'fastify';
import type { WalletResponseWithHeaders } from '../http/wallet-request.js';

/** What a fault needs of its wallet. */
export interface FaultyWallet {
  readonly authServer: string;
  now(): number;
  delay(milliseconds: number): Promise<void>;
}

/** The request into which a fault is injected. */
export interface FaultContext {
  readonly wallet: FaultyWallet;
  readonly reply: FastifyReply;
  /** Handles the request correctly. A fault may call it once, twice or never. */
  handle(): Promise<WalletResponseWithHeaders>;
  /** Sends an original or a modified response. */
  send(response: WalletResponseWithHeaders): FastifyReply;
}

/** A way in which a wallet can return wrong data, fail or be slow. */
export interface Fault {
  /** Human-readable description of what the client observes. */
  readonly description: string;
  /** Operations that the fault affects, such as `POST /quotes`. Absent: all of them. */
  readonly operations?: readonly string[];
  /** Absent if the operation itself implements the fault and checks it by name. */
  readonly injectFault?: (context: FaultContext) => Promise<unknown>;
}

export const CREATE_OUTGOING_PAYMENT = 'POST /outgoing-payments';
export const LIST_OUTGOING_PAYMENTS = 'GET /outgoing-payments';
/** Called without a token, to discover the authorization server. */
export const LIST_INCOMING_PAYMENTS = 'GET /incoming-payments';
export const GET_OUTGOING_PAYMENT = 'GET /outgoing-payments/{id}';
export const CREATE_QUOTE = 'POST /quotes';
export const CREATE_INCOMING_PAYMENT = 'POST /incoming-payments';
export const CONTINUE_GRANT = 'POST /continue/{id}';
export const ROTATE_TOKEN = 'POST /token/{id}';

/** All operations that need an access token. */
export const RESOURCE_OPERATIONS: readonly string[] = [
  CREATE_INCOMING_PAYMENT,
  CREATE_QUOTE,
  CREATE_OUTGOING_PAYMENT,
  LIST_OUTGOING_PAYMENTS,
  GET_OUTGOING_PAYMENT,
];
