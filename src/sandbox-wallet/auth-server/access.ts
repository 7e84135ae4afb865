import type { Amount } from '../../protocol/amount.js';
import { GrantError } from '../core/errors.js';
import { tryParseScaledAmount } from '../ledger/asset.js';
import type { AccessLimits } from '../ledger/payments/grant-spending.js';
import { parseRepeatingInterval } from '../../protocol/intervals/repeating-interval.js';

/** One `access` item of a grant, without unknown members. */
export interface Access {
  readonly type: 'incoming-payment' | 'outgoing-payment' | 'quote';
  readonly actions: readonly string[];
  readonly identifier?: string;
  readonly limits?: AccessLimits;
}

/**
 * Validates and copies an `access` item:
 * - not both debitAmount and receiveAmount
 * - amounts are integers in the range of the ledger
 * - the interval is valid
 *
 * @throws GrantError 400 "invalid_request"
 */
// https://openpayments.dev/apis/auth-server/operations/post-request/
export function readAccess({ type, actions, identifier, limits }: Access): Access {
  return {
    type,
    actions: [...actions],
    ...(identifier !== undefined && { identifier }),
    ...(limits && { limits: readLimits(limits) }),
  };
}

/** A grant needs a person's consent if it can send money or list the payments of other clients. */
export function needsInteraction({ type, actions }: Access): boolean {
  return type === 'outgoing-payment' || actions.includes('list-all');
}

function readLimits({ receiver, interval, debitAmount, receiveAmount }: AccessLimits): AccessLimits {
  if (debitAmount && receiveAmount) throw invalidRequest('only one access amount allowed');
  // Differs from the live server, which accepts any interval and then fails each payment with an empty 500.
  if (interval !== undefined && !parseRepeatingInterval(interval)) throw invalidRequest('invalid interval');
  return {
    ...(receiver !== undefined && { receiver }),
    ...(interval !== undefined && { interval }),
    ...(debitAmount && { debitAmount: readLimit(debitAmount) }),
    ...(receiveAmount && { receiveAmount: readLimit(receiveAmount) }),
  };
}

function readLimit({ value, assetCode, assetScale }: Amount): Amount {
  if (tryParseScaledAmount(value) === undefined) throw invalidRequest('invalid amount');
  return { value, assetCode, assetScale };
}

function invalidRequest(description: string): GrantError {
  return new GrantError(400, 'invalid_request', description);
}
