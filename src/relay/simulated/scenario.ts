import { convertDecimalToScaledAmount, MAX_AMOUNT } from '../../protocol/amount.js';
import { PERSONAS } from '../../protocol/personas.js';
import type { Persona } from '../../protocol/personas.js';
import { check, unknown } from './check.js';
import { parseDuration } from './parse-duration.js';

/** What a simulation plays. Whatever is left out is as in the sandbox. */
export interface SimulationOptions {
  /** Whom it plays; what else is given changes that. Default `paying`. */
  persona?: Persona;
  /** What may be spent in an hour, as a decimal. Default `'18.00'`: a cent every two seconds. */
  rate?: string;
  /** What may be spent in a month, as a decimal. Default `'1000.00'`. */
  budget?: string;
  /** The currency of the visitor's wallet. Default `'USD'`. */
  currency?: string;
  /** Its decimals. Default 2. */
  scale?: number;
  /** How long each answer takes: milliseconds, or a duration such as `'2s'`. Default 0. */
  delay?: number | string;
  /** The share of answers that fail, from 0 to 1. Default 0. */
  failureRate?: number;
  /** The same seed, the same chances. Default 1. */
  seed?: number;
}

/** A checked scenario. Amounts are units of the asset. */
export interface Scenario {
  persona: Persona;
  rate: bigint;
  budget: bigint;
  assetCode: string;
  assetScale: number;
  delay: number;
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
} as const satisfies Required<SimulationOptions>;

const PLAYED: Partial<Record<Persona, SimulationOptions>> = {
  slow: { delay: 2_000 },
  'runs-out': { budget: '0.05' },
  flaky: { failureRate: 0.3 },
};

/** @throws TypeError that names what is allowed. */
export function parseScenario(given: Persona | SimulationOptions): Scenario {
  const options = typeof given === 'string' ? { persona: given } : given;
  check(typeof options === 'object' && options !== null, 'scenario', options, 'a persona or an object');
  for (const name of Object.keys(options)) {
    check(Object.hasOwn(DEFAULTS, name), 'option', name, Object.keys(DEFAULTS).join(', '));
  }
  const persona = parsePersona(options.persona ?? DEFAULTS.persona);
  const { rate, budget, currency, scale, delay, failureRate, seed } = {
    ...DEFAULTS,
    ...PLAYED[persona],
    ...options,
  };
  check(Number.isInteger(scale) && scale >= 0 && scale <= 18, 'scale', scale, 'an integer from 0 to 18');
  check(failureRate >= 0 && failureRate <= 1, 'failureRate', failureRate, 'a number from 0 to 1');
  check(Number.isInteger(seed), 'seed', seed, 'an integer');
  return {
    persona,
    rate: parseAmount('rate', rate, scale),
    budget: parseAmount('budget', budget, scale),
    assetCode: parseCurrency(currency),
    assetScale: scale,
    delay: parseDuration(delay),
    failureRate,
    seed,
  };
}

/** @throws TypeError that names them. */
export function parsePersona(given: unknown): Persona {
  check((PERSONAS as readonly unknown[]).includes(given), 'persona', given, PERSONAS.join(', '));
  return given as Persona;
}

/** @throws TypeError */
export function parseCurrency(given: unknown): string {
  check(/^[A-Z]{3}$/.test(String(given)), 'currency', given, "three capital letters, such as 'EUR'");
  return given as string;
}

/** @throws TypeError */
export function parseAmount(name: string, given: unknown, scale: number): bigint {
  try {
    const scaled = convertDecimalToScaledAmount(String(given), scale);
    if (typeof given === 'string' && scaled <= MAX_AMOUNT) return scaled;
  } catch {
    // Told below, with what would have been one.
  }
  throw unknown(name, given, `a decimal string with at most ${scale} decimals, such as '0.05'`);
}
