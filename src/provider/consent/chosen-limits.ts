import type { WalletAddressDetails } from '../../protocol/dictionaries.js';
import { convertDecimalToScaledAmount } from '../../protocol/amount.js';
import type { Allowance } from '../options.js';
import { RelayProblem } from '../problem.js';
import { scaleAllowance } from './scale-allowance.js';

/** In units of the wallet's asset. */
export interface Limits {
  budget: bigint;
  /** Units per hour. */
  rate: bigint;
}

/** What a visitor may choose at most: what the operator allows, or no more than is proposed. */
export function mostAllowed(allowance: Allowance): { budget: string; ratePerHour: string } {
  const { budget, ratePerHour, maxBudget = budget, maxRatePerHour = ratePerHour } = allowance;
  return { budget: maxBudget, ratePerHour: maxRatePerHour };
}

export function proposedLimits(allowance: Allowance, { assetScale }: WalletAddressDetails): Limits {
  return {
    budget: scaleAllowance(allowance.budget, assetScale),
    rate: scaleAllowance(allowance.ratePerHour, assetScale),
  };
}

export function highestLimits(allowance: Allowance, { assetScale }: WalletAddressDetails): Limits {
  const { budget, ratePerHour } = mostAllowed(allowance);
  return { budget: scaleAllowance(budget, assetScale), rate: scaleAllowance(ratePerHour, assetScale) };
}

/**
 * What the visitor wrote into a form, as decimals.
 * @throws RelayProblem `request-invalid` for what is no amount, nothing, or more than `most`.
 */
export function chosenLimits(
  { budget, ratePerHour }: { budget: string; ratePerHour: string },
  assetScale: number,
  most: Limits,
): Limits {
  return {
    budget: readChoice('budget', budget, assetScale, most.budget),
    rate: readChoice('rate', ratePerHour, assetScale, most.rate),
  };
}

function readChoice(name: string, decimal: string, assetScale: number, most: bigint): bigint {
  let chosen: bigint;
  try {
    chosen = convertDecimalToScaledAmount(decimal.trim(), assetScale);
  } catch (cause) {
    throw new RelayProblem('request-invalid', `The ${name} is no amount of your wallet’s currency.`, {
      cause,
    });
  }
  if (chosen > 0n && chosen <= most) return chosen;
  throw new RelayProblem(
    'request-invalid',
    `The ${name} has to be more than nothing, and not above the maximum.`,
  );
}
