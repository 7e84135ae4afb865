import type { FastifyReply } from 'fastify';
import type { FullAnswer } from '../http/exchange.js';
import type { Wallet } from '../wallet.js';

/** What a double has in hand when it is played on a request. */
export interface Scene {
  readonly wallet: Wallet;
  readonly reply: FastifyReply;
  /** Does what the request asks for, honestly. A double may ask once, twice or never. */
  answer(): Promise<FullAnswer>;
  /** Sends an honest or a changed answer. */
  send(answer: FullAnswer): FastifyReply;
}

/** One way in which a wallet may deceive, fail or dawdle. */
export interface Double {
  /** For people: what the client sees. */
  readonly does: string;
  /** Operations, such as `POST /quotes`, that it is played on; absent: all of them. */
  readonly at?: readonly string[];
  /** Absent for a double that works inside the operation, which asks for it by name. */
  readonly play?: (scene: Scene) => Promise<unknown>;
}

export const CREATE_OUTGOING_PAYMENT = 'POST /outgoing-payments';
export const LIST_OUTGOING_PAYMENTS = 'GET /outgoing-payments';
/** Called without a token, to hear which authorization server the wallet names. */
export const LIST_INCOMING_PAYMENTS = 'GET /incoming-payments';
export const GET_OUTGOING_PAYMENT = 'GET /outgoing-payments/{id}';
export const CREATE_QUOTE = 'POST /quotes';
export const CREATE_INCOMING_PAYMENT = 'POST /incoming-payments';
export const CONTINUE_GRANT = 'POST /continue/{id}';
export const ROTATE_TOKEN = 'POST /token/{id}';

/** Whatever is called with an access token. */
export const RESOURCE_OPERATIONS = [
  CREATE_INCOMING_PAYMENT,
  CREATE_QUOTE,
  CREATE_OUTGOING_PAYMENT,
  LIST_OUTGOING_PAYMENTS,
  GET_OUTGOING_PAYMENT,
] as const;
