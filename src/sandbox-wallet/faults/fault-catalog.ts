import { CREATE_PAYMENT_FAULTS } from './create-payment-faults.js';
import { GRANT_FAULTS } from './grant-faults.js';
import { HTTP_FAULTS } from './http-faults.js';
import { QUOTE_AND_SETTLEMENT_FAULTS } from './quote-and-settlement-faults.js';
import { WRONG_CONTENT_FAULTS } from './wrong-content-faults.js';

/**
 * The faults of `/sandbox/faults`. An active fault affects every client until it is cleared or its `times`
 * are used up.
 */
export const FAULTS: typeof CREATE_PAYMENT_FAULTS &
  typeof WRONG_CONTENT_FAULTS &
  typeof GRANT_FAULTS &
  typeof HTTP_FAULTS &
  typeof QUOTE_AND_SETTLEMENT_FAULTS = {
  ...CREATE_PAYMENT_FAULTS,
  ...WRONG_CONTENT_FAULTS,
  ...GRANT_FAULTS,
  ...HTTP_FAULTS,
  ...QUOTE_AND_SETTLEMENT_FAULTS,
};

export type FaultName = keyof typeof FAULTS;

export function isFaultName(name: string): name is FaultName {
  return Object.hasOwn(FAULTS, name);
}
