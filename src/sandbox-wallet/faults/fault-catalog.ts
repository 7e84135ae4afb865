import { CREATE_PAYMENT_FAULTS, type CreatePaymentFault } from './create-payment-faults.js';
import type { Fault } from './fault.js';
import { GRANT_FAULTS, type GrantFault } from './grant-faults.js';
import { HTTP_FAULTS, type HttpFault } from './http-faults.js';
import { QUOTE_AND_SETTLEMENT_FAULTS, type QuoteOrSettlementFault } from './quote-and-settlement-faults.js';
import { WRONG_CONTENT_FAULTS, type WrongContentFault } from './wrong-content-faults.js';

export type FaultName =
  CreatePaymentFault | WrongContentFault | GrantFault | HttpFault | QuoteOrSettlementFault;

/**
 * The faults of `/sandbox/faults`. An active fault affects every client until it is cleared or its `times`
 * are used up.
 */
export const FAULTS: Readonly<Record<FaultName, Fault>> = {
  ...CREATE_PAYMENT_FAULTS,
  ...WRONG_CONTENT_FAULTS,
  ...GRANT_FAULTS,
  ...HTTP_FAULTS,
  ...QUOTE_AND_SETTLEMENT_FAULTS,
};

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}
