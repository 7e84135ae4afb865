import type { RelayTrace } from '../protocol/trace.js';
import { connectionRequest, bindRequest, processConnectionResponse } from './messages/connection.js';
import { deletionRequest, processDeletionResponse } from './messages/deletion.js';
import { descriptionRequest, processDescriptionResponse } from './messages/description.js';
import { paymentRequest, processPaymentResponse } from './messages/payment.js';
import { processSessionResponse, sessionRequest } from './messages/session.js';
import { processWalletAddressResponse, walletAddressRequest } from './messages/wallet-address.js';
import { processJsonResponse } from './process-response.js';
import { RelayError } from './relay-error.js';
import type { Relay } from './relay.js';
import { createSend } from './send-request.js';
import type { RelayRequest } from './send-request.js';
import { loadSessionKey } from './session-key.js';

export interface HttpRelayOptions {
  fetch?: typeof fetch;
  timeout?: (milliseconds: number) => AbortSignal;
  key?: Promise<CryptoKeyPair>;
}

/** The line to a provider proxy, over HTTP. */
export function createHttpRelay(provider: string, given?: HttpRelayOptions): Relay {
  // Without a prototype, because a page may have put something on that of all objects.
  const options: HttpRelayOptions = { __proto__: null, ...given } as HttpRelayOptions;
  const key = options.key ?? loadSessionKey();
  // Who sends a request hears of it; until then it is not an unhandled rejection.
  key.catch(() => undefined);
  const send = createSend({
    provider,
    key,
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
    timeout: options.timeout ?? AbortSignal.timeout.bind(AbortSignal),
  });
  const describe = untilItFails(() =>
    send(descriptionRequest).then((response) => processDescriptionResponse(response, provider)),
  );
  const unanswered = new Map<string, string>();
  const call = async <T>(request: RelayRequest, process: Process<T>): Promise<T> => {
    await describe();
    try {
      return await process(await send(request));
    } catch (cause) {
      // https://www.rfc-editor.org/rfc/rfc9449#section-9
      if (!(cause instanceof RelayError) || cause.code !== 'nonce-required') throw cause;
      return process(await send(request));
    }
  };

  return {
    provider,
    describe,
    connect: () => call(connectionRequest, processConnectionResponse),
    bindConnection: (connection, body) => call(bindRequest(connection, body), processConnectionResponse),
    disconnect: (connection) => call(deletionRequest('connections', connection), processDeletionResponse),
    getWalletAddress: (walletAddress) =>
      call(walletAddressRequest({ walletAddress }), processWalletAddressResponse),
    createSession: (body) => call(sessionRequest(body), processSessionResponse),
    async createPayment(session) {
      // Until its answer has come it is the same payment that is asked for: if one was made, its answer is given again.
      const key = unanswered.get(session) ?? crypto.randomUUID();
      unanswered.set(session, key);
      const payment = await call(paymentRequest(session, key), processPaymentResponse);
      unanswered.delete(session);
      return payment;
    },
    deleteSession: (session) => call(deletionRequest('sessions', session), processDeletionResponse),
    readTrace: (after) =>
      call(
        { method: 'GET', path: `/relay/trace/${after}` },
        processJsonResponse as Process<unknown> as Process<RelayTrace>,
      ),
  };
}

type Process<T> = (response: Response) => Promise<T>;

/** One answer for all callers; a failure is forgotten, so that the next caller asks again. */
function untilItFails<T>(ask: () => Promise<T>): () => Promise<T> {
  let answer: Promise<T> | undefined;
  return () => {
    if (!answer) {
      answer = ask();
      answer.catch(() => (answer = undefined));
    }
    return answer;
  };
}
