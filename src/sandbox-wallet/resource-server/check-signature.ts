import { found, type Step } from '../http/exchange.js';
import { authenticate } from '../signatures/authenticate.js';
import { GRANTED_ACCESS } from './check-access-token.js';

/** Signed by the client that the token was issued to. */
export const checkSignature: Step = (exchange) =>
  authenticate(exchange, found(exchange, GRANTED_ACCESS).client);
