import { ERROR_CODES, type ErrorCode } from '../../protocol/error-codes.js';
import type { TraceEntry } from '../../protocol/trace.js';
import { classifyError, failureCodeOf, type OpenPaymentsFailure } from '../open-payments/classify-error.js';

/** Error codes of the failures that a developer can fix. The provider handles all others. */
const TRACE_ERROR_CODES: Partial<Record<OpenPaymentsFailure, ErrorCode>> = {
  unreachable: failureCodeOf('unreachable', 'receiver'),
  'server-error': failureCodeOf('server-error', 'receiver'),
  'response-invalid': failureCodeOf('response-invalid', 'receiver'),
  'response-too-large': failureCodeOf('response-too-large', 'receiver'),
  'not-found': 'wallet-address-not-found',
  'client-unknown': failureCodeOf('client-unknown', 'payer'),
  'grant-insufficient': failureCodeOf('grant-insufficient', 'payer'),
  'receiver-invalid': 'receiver-invalid',
  refused: failureCodeOf('refused', 'receiver'),
};

/**
 * Converts an error for the trace, without the wallet's error text. A page chooses the wallet's URL and must
 * not read other servers' responses through this provider.
 */
export function toTraceError(error: unknown): Pick<TraceEntry, 'status' | 'error'> {
  const failure = classifyError(error);
  const { status } = error as { status?: number };
  const code = TRACE_ERROR_CODES[failure];
  const message = code ? ERROR_CODES[code].title : `The wallet refused: ${failure}.`;
  const fix = code ? ERROR_CODES[code].fix : 'Nothing: the provider handles this, see the next entries.';
  return { ...(status !== undefined && { status }), error: { code: code ?? failure, message, fix } };
}
