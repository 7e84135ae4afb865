import type { Amount } from '../../protocol/amount.js';
import { GrantError } from '../errors.js';
import { tryParseScaledAmount } from '../ledger/asset.js';
import type { Limits } from '../ledger/grant-spends.js';
import { parseRepeatingInterval } from '../../protocol/repeating-interval.js';

/** One `access` item of a grant, with no member that we do not know. */
export interface Access {
  readonly type: 'incoming-payment' | 'outgoing-payment' | 'quote';
  readonly actions: readonly string[];
  readonly identifier?: string;
  readonly limits?: Limits;
}

/**
 * - not both debitAmount and receiveAmount
 * - amounts are integers that the ledger can hold
 * - the interval can be read
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

/** Money leaves, or somebody else's payments are seen: a person must consent. */
export function needsInteraction({ type, actions }: Access): boolean {
  return type === 'outgoing-payment' || actions.includes('list-all');
}

function readLimits({ receiver, interval, debitAmount, receiveAmount }: Limits): Limits {
  if (debitAmount && receiveAmount) throw invalid('only one access amount allowed');
  // Differs from the live server, which accepts any interval and then fails each payment with a bare 500.
  if (interval !== undefined && !parseRepeatingInterval(interval)) throw invalid('invalid interval');
  return {
    ...(receiver !== undefined && { receiver }),
    ...(interval !== undefined && { interval }),
    ...(debitAmount && { debitAmount: readLimit(debitAmount) }),
    ...(receiveAmount && { receiveAmount: readLimit(receiveAmount) }),
  };
}

function readLimit({ value, assetCode, assetScale }: Amount): Amount {
  if (tryParseScaledAmount(value) === undefined) throw invalid('invalid amount');
  return { value, assetCode, assetScale };
}

function invalid(description: string): GrantError {
  return new GrantError(400, 'invalid_request', description);
}
