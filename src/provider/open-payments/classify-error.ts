import { OpenPaymentsClientError } from '@interledger/open-payments/dist/client/error.js';
import type { RelayErrorCode } from '../../protocol/error-codes.js';
import { EgressError } from '../egress/egress-error.js';

/**
 * The meaning of a failed Open Payments request. The less obvious ones:
 * - `unreachable`: no response, or none in time. The wallet may have executed the request.
 * - `response-too-large`: the response exceeds the limit. A retry does not help.
 * - `too-fast`: the grant was continued too early.
 * - `client-unknown`: the wallet does not find this provider's key.
 * - `min-send-amount`: the amount is too small to arrive.
 * - `internal`: a failure of this provider, for example a bug or a disk error.
 */
export type OpenPaymentsFailure =
  | 'unreachable'
  | 'response-invalid'
  | 'response-too-large'
  | 'too-fast'
  | 'not-found'
  | 'client-unknown'
  | 'token-inactive'
  | 'over-limit'
  | 'grant-insufficient'
  | 'receiver-invalid'
  | 'min-send-amount'
  | 'quote-invalid'
  | 'server-error'
  | 'refused'
  | 'internal';

/**
 * The error code for the page: if the receiver's wallet failed, and if the visitor's wallet failed.
 * The page's links cause none of the latter. All other failures are refusals.
 */
const FAILURE_CODES: Partial<
  Record<OpenPaymentsFailure, { readonly receiver?: RelayErrorCode; readonly payer: RelayErrorCode }>
> = {
  unreachable: { receiver: 'wallet-unreachable', payer: 'payer-unreachable' },
  'server-error': { receiver: 'wallet-unreachable', payer: 'payer-unreachable' },
  'too-fast': { receiver: 'wallet-unreachable', payer: 'payer-unreachable' },
  'response-invalid': { receiver: 'wallet-response-invalid', payer: 'payer-response-invalid' },
  'response-too-large': { receiver: 'wallet-response-invalid', payer: 'payer-response-invalid' },
  'client-unknown': { payer: 'key-revoked' },
  'grant-insufficient': { payer: 'insufficient-grant' },
};

export function failureCodeOf(failure: OpenPaymentsFailure, wallet: 'receiver' | 'payer'): RelayErrorCode {
  return FAILURE_CODES[failure]?.[wallet] ?? 'wallet-refused';
}

/**
 * The only function that interprets a wallet's error text. Live servers use the same status for several
 * errors that differ only in `description`.
 */
export function classifyError(error: unknown): OpenPaymentsFailure {
  if (error instanceof EgressError) return classifyEgressError(error);
  if (!(error instanceof OpenPaymentsClientError)) return 'internal';
  if (error.validationErrors) return 'response-invalid';
  const { status, description, code } = error;
  if (status === undefined) return 'unreachable';
  if (status >= 500 || status === 429 || status === 408) return 'server-error';
  if (status === 404) return 'not-found';
  const text = description.toLowerCase();
  if (status === 403 || status === 401) {
    if (text.includes('inactive token') || text.includes('invalid token')) return 'token-inactive';
    if (text.includes('signature validation error') || code === 'invalid_client') return 'client-unknown';
    if (text.includes('insufficient grant')) return 'grant-insufficient';
    if (status === 403 && text === 'unauthorized') return 'over-limit';
  }
  if (status === 400) {
    if (code === 'invalid_client') return 'client-unknown';
    if (code === 'too_fast') return 'too-fast';
    if (text.includes('invalid receiver')) return 'receiver-invalid';
    if (/(non-positive|negative) receive amount/.test(text)) return 'min-send-amount';
    if (text.includes('invalid quote')) return 'quote-invalid';
  }
  return 'refused';
}

/** True if the same request may succeed later. */
export function isTransientFailure(failure: OpenPaymentsFailure): boolean {
  return ['unreachable', 'server-error', 'response-invalid', 'too-fast'].includes(failure);
}

/** True if the wallet may have executed the request. */
export function isOutcomeUnknown(failure: OpenPaymentsFailure): boolean {
  return isTransientFailure(failure) || failure === 'response-too-large';
}

/**
 * True if a resource server reports that the resource does not exist: 404, or from live servers 401
 * "Unauthorized". The error must have the Open Payments form. An intermediary's error page does not count.
 */
export function isResourceMissing(error: unknown): boolean {
  if (!(error instanceof OpenPaymentsClientError) || error.code === undefined) return false;
  return error.status === 404 || (error.status === 401 && error.description.toLowerCase() === 'unauthorized');
}

/** Errors that wallets return as plain text. */
const PLAIN_TEXT_ERRORS =
  /inactive token|invalid token|signature validation error|insufficient grant|invalid receiver|(non-positive|negative) receive amount|invalid quote/i;

/** Whether a plain-text error is a wallet's. Intermediaries return texts like "Forbidden". */
export function isWalletErrorText(text: string): boolean {
  return PLAIN_TEXT_ERRORS.test(text);
}

/** True if the response is not a wallet's: an intermediary's page, or a web site without a wallet. */
export function isIntermediaryResponse(error: unknown): boolean {
  return error instanceof EgressError && /^(response-not-json|redirected|not-found)$/.test(error.failure);
}

const CONNECT_ERROR_CODES = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

/** True if nothing of the request was sent: there was no connection, or the egress refused the request. */
export function wasNeverSent(error: unknown): boolean {
  if (!(error instanceof EgressError)) return false;
  const { failure, cause } = error;
  if (failure !== 'unreachable')
    return ['url-refused', 'address-refused', 'host-backing-off'].includes(failure);
  return CONNECT_ERROR_CODES.includes((cause as NodeJS.ErrnoException | undefined)?.code ?? '');
}

/**
 * Forbidden and unresponsive hosts get the same result. Pages choose the hosts and must not be able to scan a
 * network through this provider. The log has the difference.
 */
function classifyEgressError({ failure }: EgressError): OpenPaymentsFailure {
  switch (failure) {
    case 'url-refused':
    case 'redirected':
    case 'response-not-json':
      return 'response-invalid';
    case 'response-too-large':
    case 'not-found':
      return failure;
    default:
      return 'unreachable';
  }
}
