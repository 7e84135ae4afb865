import { get, type Step } from '../../operations/exchange.js';
import { authenticateClient } from '../../operations/authenticate-client.js';
import { GRANTED_ACCESS } from './check-access-token.js';

/** The request must be signed by the client to which the token was issued. */
export const checkSignature: Step = (exchange) =>
  authenticateClient(exchange, get(exchange, GRANTED_ACCESS).client);
