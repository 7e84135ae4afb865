import type { WalletAddressDetails } from '../../../protocol/wallet-address-details.js';
import { convertDecimalToScaledAmount } from '../../../protocol/amount.js';
import type { Allowance } from '../../core/allowance.js';
import { RelayProblem } from '../../core/relay-problem.js';
import { scaleAllowance } from './scale-allowance.js';

/** The limits of a consent, in units of the wallet's asset. */
export interface ConsentLimits {
  budget: bigint;
  /** Units per hour. */
  rate: bigint;
}

/** The highest limits that a visitor may choose. Default: the proposed limits. */
export function maxAllowance(allowance: Allowance): { budget: string; ratePerHour: string } {
  const { budget, ratePerHour, maxBudget = budget, maxRatePerHour = ratePerHour } = allowance;
  return { budget: maxBudget, ratePerHour: maxRatePerHour };
}

export function proposedLimits(allowance: Allowance, { assetScale }: WalletAddressDetails): ConsentLimits {
  return {
    budget: scaleAllowance(allowance.budget, assetScale),
    rate: scaleAllowance(allowance.ratePerHour, assetScale),
  };
}

export function maxLimits(allowance: Allowance, { assetScale }: WalletAddressDetails): ConsentLimits {
  const { budget, ratePerHour } = maxAllowance(allowance);
  return { budget: scaleAllowance(budget, assetScale), rate: scaleAllowance(ratePerHour, assetScale) };
}

/**
 * Parses the decimal amounts that the visitor entered into a form.
 * @throws RelayProblem `request-invalid` if an amount is invalid, not positive, or above `max`.
 */
export function parseChosenLimits(
  { budget, ratePerHour }: { budget: string; ratePerHour: string },
  assetScale: number,
  max: ConsentLimits,
): ConsentLimits {
  return {
    budget: parseChosenAmount('budget', budget, assetScale, max.budget),
    rate: parseChosenAmount('rate', ratePerHour, assetScale, max.rate),
  };
}

function parseChosenAmount(name: string, decimal: string, assetScale: number, max: bigint): bigint {
  let chosen: bigint;
  try {
    chosen = convertDecimalToScaledAmount(decimal.trim(), assetScale);
  } catch (cause) {
    throw new RelayProblem('request-invalid', `The ${name} is not an amount in your wallet’s currency.`, {
      cause,
    });
  }
  if (chosen > 0n && chosen <= max) return chosen;
  throw new RelayProblem(
    'request-invalid',
    `The ${name} must be greater than zero and not above the maximum.`,
  );
}
