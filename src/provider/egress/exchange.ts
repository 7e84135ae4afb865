import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { EgressError } from './egress-error.js';
import { inflate } from './inflate.js';

/** What was asked, of whom. The URL has been checked. */
export interface EgressRequest {
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  headers: Record<string, string>;
  body?: string | undefined;
  /** Somebody names a wallet: its host's failures then are none of those who are paid from it. */
  lookUp?: boolean;
}

export interface EgressAnswer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
}

/**
 * One request, one answer, no redirect. What does not end within `timeout` milliseconds, or is larger than `bodyLimit`, is cut off.
 * @throws EgressError
 */
export async function exchange(
  dispatcher: Dispatcher,
  { method, url, headers, body }: EgressRequest,
  { timeout, bodyLimit }: { timeout: number; bodyLimit: number },
): Promise<EgressAnswer> {
  const received = await new Promise<Received>((resolve, reject) => {
    const receiver = createReceiver(bodyLimit, timeout, resolve, reject);
    dispatcher.dispatch(
      { origin: url.origin, path: url.pathname + url.search, method, headers, body: body ?? null },
      receiver,
    );
  });
  const bytes = await inflate(received.bytes, received.headers['content-encoding'], bodyLimit);
  return { status: received.status, headers: received.headers, text: bytes.toString('utf8') };
}

interface Received {
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
}

function createReceiver(
  bodyLimit: number,
  timeout: number,
  resolve: (received: Received) => void,
  reject: (error: EgressError) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = [];
  let size = 0;
  let head: Omit<Received, 'bytes'> | undefined;
  let controller: Dispatcher.DispatchController | undefined;
  let failure: EgressError | undefined;
  const fail = (error: EgressError) => {
    if (failure) return;
    failure = error;
    clearTimeout(timer);
    controller?.abort(error);
    reject(error);
  };
  const timer = setTimeout(() => fail(new EgressError('timed-out', 'The host took too long.')), timeout);
  return {
    onRequestStart(started) {
      controller = started;
      if (failure) started.abort(failure);
    },
    onResponseStart(_controller, status, headers) {
      // An interim answer: the real one is still to come.
      if (status < 200) return;
      head = { status, headers };
      if (Number(headers['content-length'] ?? 0) > bodyLimit) fail(tooLarge(bodyLimit));
    },
    onResponseData(_controller, chunk) {
      size += chunk.length;
      if (size > bodyLimit) fail(tooLarge(bodyLimit));
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
          : new EgressError('unreachable', 'The host did not answer.', { cause: error }),
      );
    },
  };
}

function tooLarge(bodyLimit: number): EgressError {
  return new EgressError('answer-too-large', `The answer has more than ${bodyLimit} bytes.`);
}
