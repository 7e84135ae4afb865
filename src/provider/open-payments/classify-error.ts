import { OpenPaymentsClientError } from '@interledger/open-payments';
import { EgressError } from '../egress/egress-error.js';

/**
 * What a failed Open Payments call means for the payment.
 * `answer-too-large` nobody reads that much, now or later · `client-unknown` the wallet does not find our key · `too-fast` asked before its time · `internal` no wallet's fault: a bug or a broken disk of ours · `min-send-amount` the amount is too small to arrive · `unreachable` no answer, or none in time: nobody knows what happened there.
 */
export type OpenPaymentsFailure =
  | 'unreachable'
  | 'answer-invalid'
  | 'answer-too-large'
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
 * The one place that reads a wallet's error texts. Live servers send several meanings under one status and tell them apart only by
 * `description`, so both count.
 */
export function classifyError(error: unknown): OpenPaymentsFailure {
  if (error instanceof EgressError) return classifyEgressError(error);
  if (!(error instanceof OpenPaymentsClientError)) return 'internal';
  if (error.validationErrors) return 'answer-invalid';
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

/** True when the same call may succeed later. */
export function isTransient(failure: OpenPaymentsFailure): boolean {
  return ['unreachable', 'server-error', 'answer-invalid', 'too-fast'].includes(failure);
}

/** True when nobody knows whether the wallet has done what it was asked for. */
export function leavesDoubt(failure: OpenPaymentsFailure): boolean {
  return isTransient(failure) || failure === 'answer-too-large';
}

/**
 * True when a resource server says that there is no such resource: 404, or as live servers do, 401 and nothing of a token. In the form of Open Payments' errors:
 * a page of something that stands before the server is no answer.
 */
export function saysThereIsNone(error: unknown): boolean {
  if (!(error instanceof OpenPaymentsClientError) || error.code === undefined) return false;
  return error.status === 404 || (error.status === 401 && error.description.toLowerCase() === 'unauthorized');
}

/** What wallets say in plain text. */
const IN_PLAIN_TEXT =
  /inactive token|invalid token|signature validation error|insufficient grant|invalid receiver|(non-positive|negative) receive amount|invalid quote/i;

/** Whether a refusal in plain text is a wallet's own. Somebody on the way says "Forbidden" or "404 page not found", and that is no wallet's word. */
export function isWalletsText(text: string): boolean {
  return IN_PLAIN_TEXT.test(text);
}

/** True for a page that somebody on the way has answered with, or a web site where no wallet is: a later answer may be the wallet's. */
export function isNotTheWallets(error: unknown): boolean {
  return error instanceof EgressError && /^(answer-not-json|redirected|not-found)$/.test(error.failure);
}

const NOT_CONNECTED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

/** True when not one byte of the call has left: there was nobody to send it to, or it was not to be sent. */
export function wasNeverSent(error: unknown): boolean {
  if (!(error instanceof EgressError)) return false;
  const { failure, cause } = error;
  if (failure !== 'unreachable') return ['url-refused', 'address-refused', 'host-closed'].includes(failure);
  return NOT_CONNECTED.includes((cause as NodeJS.ErrnoException | undefined)?.code ?? '');
}

/** A host that may not be called is told from a silent one in the log alone: a page names hosts, and must not find out through us what stands where. */
function classifyEgressError({ failure }: EgressError): OpenPaymentsFailure {
  switch (failure) {
    case 'url-refused':
    case 'redirected':
    case 'answer-not-json':
      return 'answer-invalid';
    case 'answer-too-large':
    case 'not-found':
      return failure;
    default:
      return 'unreachable';
  }
}
