import { OpenPaymentsClientError } from '@interledger/open-payments/dist/client/error.js';
import type { Egress } from '../egress/egress.js';
import { EgressError } from '../egress/egress-error.js';
import type { EgressResponse } from '../egress/dispatch-request.js';
import { containsNul, removeNulls } from './relax-schema.js';
import { isWalletErrorText } from './classify-error.js';
import type { GenerateHttpMessageSignature } from './generate-http-message-signature.js';

/** @throws OpenPaymentsClientError if the response does not match the Open Payments specification. */
export type ValidateResponse = (response: { status: number; body: unknown }) => void;

export interface WalletCall {
  method: 'GET' | 'POST' | 'DELETE';
  url: URL;
  accessToken?: string;
  body?: object;
  validate: ValidateResponse | null;
  /** See {@link EgressRequest}. */
  isLookup?: boolean;
}

/** @throws EgressError, OpenPaymentsClientError. Use `classifyError` to interpret them. */
export type CallWallet = (call: WalletCall) => Promise<unknown>;

const UNSIGNED_HEADERS = { accept: 'application/json', 'accept-encoding': 'identity' };

/** Signs requests that have an access token or a body. Signed requests do not follow redirects. */
export function createWalletCaller(egress: Egress, sign: GenerateHttpMessageSignature): CallWallet {
  return async ({ method, url, accessToken, body, validate, isLookup = false }) => {
    if (accessToken === undefined && body === undefined)
      return readResponse(
        await egress.sendWithRedirects({ method, url, headers: UNSIGNED_HEADERS }),
        validate,
      );
    const text = body && JSON.stringify(body);
    const headers = await sign({ method, url, accessToken, body: text });
    return readResponse(await egress.send({ method, url, headers, body: text, isLookup }), validate);
  };
}

function readResponse(response: EgressResponse, validate: ValidateResponse | null): unknown {
  const { status } = response;
  if (status >= 400) throw toRefusalError(response);
  if (status >= 300)
    throw new EgressError('redirected', 'The wallet redirected a request that does not follow redirects.');
  if (!validate) {
    // https://www.rfc-editor.org/rfc/rfc9635.html#section-5.4
    if (status !== 204) throw notJsonError(response);
    return undefined;
  }
  if (!isJsonResponse(response)) throw notJsonError(response);
  const body = parseJsonResponse(response);
  // JSON can contain NUL only as an escape.
  if (response.text.includes('\\u0000') && containsNul(body))
    throw invalidResponse(['the response contains NUL']);
  validate({ status, body });
  return removeNulls(body);
}

export function isJsonResponse({ headers }: EgressResponse): boolean {
  return /^application\/([\w.-]+\+)?json\b/i.test(headers['content-type'] ?? '');
}

function parseJsonResponse(response: EgressResponse): unknown {
  try {
    return JSON.parse(response.text) as unknown;
  } catch (cause) {
    throw notJsonError(response, cause);
  }
}

function notJsonError({ status }: EgressResponse, cause?: unknown): EgressError {
  return new EgressError('response-not-json', `The response (${status}) is not a wallet's JSON.`, {
    cause,
    status,
  });
}

/**
 * Converts an error response. The wallet's error text is only for `classifyError` and the log. A response
 * that does not have the form of a wallet's error may come from an intermediary, and the wallet may have
 * executed the request. The same is true for every 5xx.
 */
// https://www.rfc-editor.org/rfc/rfc9110#section-3.7
export function toRefusalError(response: EgressResponse): Error {
  const { status, headers, text } = response;
  const error = readErrorBody(text);
  const isPlain = /^text\/plain\b/i.test(headers['content-type'] ?? '');
  const isTransientStatus = status >= 500 || status === 429 || status === 408;
  if (!isTransientStatus && error === undefined && !(isPlain && isWalletErrorText(text)))
    return notJsonError(response);
  const { description, code, details } = error ?? {};
  return new OpenPaymentsClientError(`The wallet returned ${status}.`, {
    status,
    description: description ?? text,
    ...(code !== undefined && { code }),
    ...(details !== undefined && { details }),
  });
}

interface ErrorBody {
  description?: string;
  code?: string;
  details?: Record<string, unknown>;
}

/** Parses an Open Payments or GNAP error, including GNAP's short form. Otherwise returns undefined. */
function readErrorBody(text: string): ErrorBody | undefined {
  try {
    const { error } = JSON.parse(text) as { error?: ErrorBody | string };
    if (typeof error === 'string') return {};
    if (typeof error !== 'object' || error === null) return undefined;
    return typeof error.description === 'string' ? error : {};
  } catch {
    // Some wallets return the plain text "Internal Server Error".
    return undefined;
  }
}

/** The error for a response that violates the Open Payments specification or contradicts itself. */
export function invalidResponse(validationErrors: string[]): OpenPaymentsClientError {
  const description = 'The response does not match the Open Payments specification.';
  return new OpenPaymentsClientError(description, { description, validationErrors });
}
