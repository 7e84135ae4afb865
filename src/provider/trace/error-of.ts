import { ERROR_CODES } from '../../protocol/error-codes.js';
import type { ErrorCode } from '../../protocol/error-codes.js';
import type { TraceEntry } from '../../protocol/trace.js';
import { classifyError } from '../open-payments/classify-error.js';
import type { OpenPaymentsFailure } from '../open-payments/classify-error.js';

/** What each failure is called where somebody can do something about it. With the others the provider deals itself. */
const CODES: Partial<Record<OpenPaymentsFailure, ErrorCode>> = {
  unreachable: 'wallet-unreachable',
  'server-error': 'wallet-unreachable',
  'answer-invalid': 'wallet-answer-invalid',
  'answer-too-large': 'wallet-answer-invalid',
  'not-found': 'wallet-address-not-found',
  'client-unknown': 'key-revoked',
  'grant-insufficient': 'insufficient-grant',
  'receiver-invalid': 'receiver-invalid',
  refused: 'wallet-refused',
};

/** Not in the wallet's own words: a page chooses the wallet's URL, and must not read through us what stands there. */
export function errorOf(error: unknown): Pick<TraceEntry, 'status' | 'error'> {
  const failure = classifyError(error);
  const { status } = error as { status?: number };
  const code = CODES[failure];
  const message = code ? ERROR_CODES[code].title : `The wallet says: ${failure}.`;
  const fix = code ? ERROR_CODES[code].fix : 'Nothing: the provider deals with it, see what follows.';
  return { ...(status !== undefined && { status }), error: { code: code ?? failure, message, fix } };
}
