import { createSend } from './send-request.js';
import type { Send } from './send-request.js';
import { processDeletionResponse, sendDeletionRequest } from './messages/deletion.js';
import { processDescriptionResponse, sendDescriptionRequest } from './messages/description.js';
import { processConnectionResponse, sendBindRequest, sendConnectionRequest } from './messages/connection.js';
import { processPaymentResponse, sendPaymentRequest } from './messages/payment.js';
import { processSessionResponse, sendSessionRequest } from './messages/session.js';
import { processWalletAddressResponse, sendWalletAddressRequest } from './messages/wallet-address.js';
import { RelayError } from './relay-error.js';
import type { Relay } from './relay.js';
import { loadSessionKey } from './session-key.js';

export interface HttpRelayOptions {
  fetch?: typeof fetch;
  timeout?: (milliseconds: number) => AbortSignal;
  key?: Promise<CryptoKeyPair>;
}

/** The line to a provider proxy, over HTTP. */
export function createHttpRelay(provider: string, options: HttpRelayOptions = {}): Relay {
  const key = options.key ?? loadSessionKey();
  // Who sends a request hears of it; until then it is not an unhandled rejection.
  key.catch(() => undefined);
  const send = createSend({
    provider,
    key,
    fetch: options.fetch ?? globalThis.fetch.bind(globalThis),
    timeout: options.timeout ?? AbortSignal.timeout.bind(AbortSignal),
  });
  const describe = untilItFails(() => sendDescriptionRequest(send).then(processDescriptionResponse));
  const call = async <T>(sendRequest: (send: Send) => Promise<Response>, process: Process<T>): Promise<T> => {
    await describe();
    return sendTwiceIfNonceRequired(() => sendRequest(send), process);
  };
  const remove = (collection: string, id: string): Promise<void> =>
    call((send) => sendDeletionRequest(send, collection, id), processDeletionResponse);

  return {
    provider,
    describe,
    connect: () => call(sendConnectionRequest, processConnectionResponse),
    bindConnection: (connection, request) =>
      call((send) => sendBindRequest(send, connection, request), processConnectionResponse),
    disconnect: (connection) => remove('connections', connection),
    getWalletAddress: (walletAddress) =>
      call((send) => sendWalletAddressRequest(send, { walletAddress }), processWalletAddressResponse),
    createSession: (request) => call((send) => sendSessionRequest(send, request), processSessionResponse),
    createPayment: (session) => call((send) => sendPaymentRequest(send, session), processPaymentResponse),
    deleteSession: (session) => remove('sessions', session),
  };
}

type Process<T> = (response: Response) => Promise<T>;

// https://www.rfc-editor.org/rfc/rfc9449#section-9
async function sendTwiceIfNonceRequired<T>(send: () => Promise<Response>, process: Process<T>): Promise<T> {
  try {
    return await process(await send());
  } catch (cause) {
    if (!(cause instanceof RelayError) || cause.code !== 'nonce-required') throw cause;
    return process(await send());
  }
}

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
