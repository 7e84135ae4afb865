import { convertDecimalToScaledAmount, MAX_AMOUNT } from '../../../protocol/amount.js';
import { withoutUndefined, type Defined } from '../../../protocol/options.js';
import { PERSONAS, type Persona } from '../../../protocol/sandbox/personas.js';
import { assertAllowed, notAllowedError } from './assert-allowed.js';
import { parseDuration } from './parse-duration.js';

/** Options of a simulation. The defaults are those of the sandbox. */
export interface SimulationOptions {
  /** The simulated visitor. Other options override those of the persona. Default `'paying'`. */
  persona?: Persona | undefined;
  /** Maximum to spend in an hour, as a decimal string. Default `'18.00'`, a cent every two seconds. */
  rate?: string | undefined;
  /** Maximum to spend in a month, as a decimal string. Default `'1000.00'`. */
  budget?: string | undefined;
  /** The currency of the visitor's wallet. Default `'USD'`. */
  currency?: string | undefined;
  /** The number of decimals of that currency. Default 2. */
  scale?: number | undefined;
  /** How long each response takes: milliseconds, or a duration such as `'2s'`. Default 0. */
  delay?: number | string | undefined;
  /** The share of responses that fail, from 0 to 1. Default 0. */
  failureRate?: number | undefined;
  /** Seed of the random failures. The same seed causes the same failures. Default 1. */
  seed?: number | undefined;
}

/** A validated scenario. Amounts are scaled integers in the visitor's asset. */
export interface SimulationScenario {
  persona: Persona;
  rate: bigint;
  budget: bigint;
  assetCode: string;
  assetScale: number;
  delayMs: number;
  failureRate: number;
  seed: number;
}

const DEFAULTS = {
  persona: 'paying',
  rate: '18.00',
  budget: '1000.00',
  currency: 'USD',
  scale: 2,
  delay: 0,
  failureRate: 0,
  seed: 1,
} as const satisfies Required<Defined<SimulationOptions>>;

const PERSONA_OPTIONS: Partial<Record<Persona, Defined<SimulationOptions>>> = {
  slow: { delay: 2_000 },
  'runs-out': { budget: '0.05' },
  flaky: { failureRate: 0.3 },
};

/** Validates a scenario and fills in the defaults. @throws TypeError with the allowed values. */
export function parseScenario(value: Persona | SimulationOptions): SimulationScenario {
  const options = typeof value === 'string' ? { persona: value } : value;
  assertAllowed(
    typeof options === 'object' && options !== null,
    'scenario',
    options,
    'a persona or an object',
  );
  for (const name of Object.keys(options)) {
    assertAllowed(Object.hasOwn(DEFAULTS, name), 'option', name, Object.keys(DEFAULTS).join(', '));
  }
  const persona = parsePersona(options.persona ?? DEFAULTS.persona);
  const { rate, budget, currency, scale, delay, failureRate, seed } = {
    ...DEFAULTS,
    ...PERSONA_OPTIONS[persona],
    ...withoutUndefined(options),
  };
  assertAllowed(
    Number.isInteger(scale) && scale >= 0 && scale <= 18,
    'scale',
    scale,
    'an integer from 0 to 18',
  );
  assertAllowed(failureRate >= 0 && failureRate <= 1, 'failureRate', failureRate, 'a number from 0 to 1');
  assertAllowed(Number.isInteger(seed), 'seed', seed, 'an integer');
  return {
    persona,
    rate: parseAmount('rate', rate, scale),
    budget: parseAmount('budget', budget, scale),
    assetCode: parseCurrency(currency),
    assetScale: scale,
    delayMs: parseDuration(delay),
    failureRate,
    seed,
  };
}

/** @throws TypeError with the allowed personas. */
function parsePersona(value: unknown): Persona {
  assertAllowed((PERSONAS as readonly unknown[]).includes(value), 'persona', value, PERSONAS.join(', '));
  return value as Persona;
}

/** @throws TypeError unless `value` is three capital letters. */
export function parseCurrency(value: unknown): string {
  assertAllowed(/^[A-Z]{3}$/.test(String(value)), 'currency', value, "three capital letters, such as 'EUR'");
  return value as string;
}

/**
 * Scales a decimal string to an integer.
 * @throws TypeError if it is malformed, too large, or has more decimals than `scale`.
 */
export function parseAmount(name: string, value: unknown, scale: number): bigint {
  try {
    const scaled = convertDecimalToScaledAmount(String(value), scale);
    if (typeof value === 'string' && scaled <= MAX_AMOUNT) return scaled;
  } catch {
    // Reported below, with the allowed format.
  }
  throw notAllowedError(name, value, `a decimal string with at most ${scale} decimals, such as '0.05'`);
}
