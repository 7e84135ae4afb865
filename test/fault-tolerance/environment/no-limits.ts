import type { ProviderOptions } from '../../../src/provider/provider.js';

const UNLIMITED_RATE = { perMinute: 1e9, burst: 1e9 };

/** Disables the rate limits: all pages of a run have the same IP address and are faster than people. */
export const NO_LIMITS: NonNullable<ProviderOptions['limits']> = {
  ...{ newConnections: UNLIMITED_RATE, callsPerAddress: UNLIMITED_RATE, callsPerKey: UNLIMITED_RATE },
  ...{
    consentsPerSite: UNLIMITED_RATE,
    consentsPerVisitor: UNLIMITED_RATE,
    maxEventLoopDelay: 60_000,
    maxConnections: 100_000,
  },
};
