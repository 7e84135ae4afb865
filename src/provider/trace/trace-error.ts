import { ERROR_CODES, type ErrorCode } from '../../protocol/error-codes.js';
import type { TraceEntry } from '../../protocol/trace.js';
import { classifyError, type OpenPaymentsFailure } from '../open-payments/classify-error.js';

/** Error codes of the failures that a developer can fix. The provider handles all others. */
const TRACE_ERROR_CODES: Partial<Record<OpenPaymentsFailure, ErrorCode>> = {
  unreachable: 'wallet-unreachable',
  'server-error': 'wallet-unreachable',
  'response-invalid': 'wallet-response-invalid',
  'response-too-large': 'wallet-response-invalid',
  'not-found': 'wallet-address-not-found',
  'client-unknown': 'key-revoked',
  'grant-insufficient': 'insufficient-grant',
  'receiver-invalid': 'receiver-invalid',
  refused: 'wallet-refused',
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
