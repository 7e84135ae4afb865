import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { EgressError } from './egress-error.js';
import { decompressBody } from './decompress-body.js';

/** A request to a wallet. Its URL was checked by `parseWalletUrl`. */
export interface EgressRequest {
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  headers: Record<string, string>;
  body?: string | undefined;
  /** True for wallets that a page names. Failures of such requests do not affect payments. */
  isLookup?: boolean;
}

export interface EgressResponse {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/**
 * Sends one request without following redirects. Aborts after `timeout` milliseconds or `bodyLimit` bytes.
 * @throws EgressError `unreachable`, `timed-out`, `response-too-large`, `response-not-json`
 */
export async function dispatchRequest(
  dispatcher: Dispatcher,
  { method, url, headers, body }: EgressRequest,
  { timeout, bodyLimit }: { timeout: number; bodyLimit: number },
): Promise<EgressResponse> {
  const received = await new Promise<RawResponse>((resolve, reject) => {
    const handler = createDispatchHandler(bodyLimit, timeout, resolve, reject);
    dispatcher.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method, headers, body: body ?? null },
      handler,
    );
  });
  const bytes = await decompressBody(received.bytes, received.headers['content-encoding'], bodyLimit);
  return { status: received.status, headers: received.headers, text: bytes.toString('utf8') };
}

interface RawResponse {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
}

function createDispatchHandler(
  bodyLimit: number,
  timeoutMs: number,
  resolve: (received: RawResponse) => void,
  reject: (error: EgressError) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let size = 0;
  let head: Omit<RawResponse, 'bytes'> | undefined;
  let controller: Dispatcher.DispatchController | undefined;
  let failure: EgressError | undefined;
  const fail = (error: EgressError) => {
    if (failure) return;
    failure = error;
    clearTimeout(timer);
    controller?.abort(error);
    reject(error);
  };
  const timer = setTimeout(
    () => fail(new EgressError('timed-out', 'The host did not respond in time.')),
    timeoutMs,
  );
  return {
    onRequestStart(started) {
      controller = started;
      if (failure) started.abort(failure);
    },
    onResponseStart(_controller, status, headers) {
      // An informational response. The final response follows.
      if (status < 200) return;
      head = { status, headers };
      if (Number(headers['content-length'] ?? 0) > bodyLimit) fail(responseTooLarge(bodyLimit));
    },
    onResponseData(_controller, chunk) {
      size += chunk.length;
      if (size > bodyLimit) fail(responseTooLarge(bodyLimit));
      else chunks.push(chunk);
    },
    onResponseEnd() {
      clearTimeout(timer);
      if (head)
        resolve({ ...head, bytes: chunks.length === 1 ? (chunks[0] as Buffer) : Buffer.concat(chunks) });
    },
    onResponseError(_controller, error) {
      fail(
        error instanceof EgressError
          ? error
          : new EgressError('unreachable', 'The host did not respond.', { cause: error }),
      );
    },
  };
}

function responseTooLarge(bodyLimit: number): EgressError {
  return new EgressError('response-too-large', `The response has more than ${bodyLimit} bytes.`);
}
