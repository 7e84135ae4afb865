import type { RelayTrace } from '../../protocol/trace.js';
import { processEmptyResponse, processJsonResponse } from './process-response.js';
import { RelayError } from './relay-error.js';
import type { Relay } from './relay.js';
import { createRequestSender, type RelayRequest } from './send-request.js';
import { loadSessionKey } from './session-key.js';
import {
  bindRequest,
  connectionRequest,
  deleteRequest,
  descriptionRequest,
  paymentRequest,
  processConnectionResponse,
  processDescriptionResponse,
  processPaymentResponse,
  processSessionResponse,
  processWalletAddressResponse,
  sessionRequest,
  walletAddressRequest,
} from './messages.js';

export interface HttpRelayOptions {
  fetch?: typeof fetch | undefined;
  timeout?: ((milliseconds: number) => AbortSignal) | undefined;
  key?: Promise<CryptoKeyPair> | undefined;
  /** The response to the first request, the one for the description, if it has been sent before. */
  firstResponse?: Promise<Response> | undefined;
}

/** The relay to a provider over HTTP. */
export function createHttpRelay(provider: string, init?: HttpRelayOptions): Relay {
  // No prototype, because a page may have added members to Object.prototype.
  const options: HttpRelayOptions = { __proto__: null, ...init } as HttpRelayOptions;
  const key = options.key ?? loadSessionKey();
  // Each request reports a failed key. This only prevents an unhandled rejection before the first one.
  key.catch(() => undefined);
  let { firstResponse } = options;
  const sendRequest = options.fetch ?? fetch.bind(globalThis);
  const send = createRequestSender({
    provider,
    key,
    fetch(...request) {
      const response = firstResponse ?? sendRequest(...request);
      firstResponse = undefined;
      return response;
    },
    timeout: options.timeout ?? AbortSignal.timeout.bind(AbortSignal),
  });
  const describe = cacheUntilFailure(() =>
    send(descriptionRequest).then((response) => processDescriptionResponse(response, provider)),
  );
  const pendingKeys = new Map<string, string>();
  const call = async <T>(request: RelayRequest, process: ResponseProcessor<T>): Promise<T> => {
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
    disconnect: (connection) => call(deleteRequest('connections', connection), processEmptyResponse),
    getWalletAddress: (walletAddress) =>
      call(walletAddressRequest({ walletAddress }), processWalletAddressResponse),
    createSession: (body) => call(sessionRequest(body), processSessionResponse),
    async createPayment(session) {
      // A retry without a response sends the same idempotency key, so it cannot pay twice: the provider
      // repeats its answer.
      const key = pendingKeys.get(session) ?? crypto.randomUUID();
      pendingKeys.set(session, key);
      const payment = await call(paymentRequest(session, key), processPaymentResponse);
      pendingKeys.delete(session);
      return payment;
    },
    deleteSession: (session) => call(deleteRequest('sessions', session), processEmptyResponse),
    readTrace: (after) =>
      call(
        { method: 'GET', path: `/relay/trace/${after}` },
        processJsonResponse as ResponseProcessor<unknown> as ResponseProcessor<RelayTrace>,
      ),
  };
}

type ResponseProcessor<T> = (response: Response) => Promise<T>;

/** Shares one response among all callers. A failure is not cached, so the next call sends a new request. */
function cacheUntilFailure<T>(request: () => Promise<T>): () => Promise<T> {
  let cached: Promise<T> | undefined;
  return () => {
    if (!cached) {
      cached = request();
      cached.catch(() => (cached = undefined));
    }
    return cached;
  };
}
