import type { ProviderOptions } from '../../src/provider/provider.js';

const MANY = { perMinute: 1e9, burst: 1e9 };

/** All pages of a proof are on this machine, and faster than people. */
export const NO_LIMITS: NonNullable<ProviderOptions['limits']> = {
  ...{ newConnections: MANY, callsPerAddress: MANY, callsPerKey: MANY },
  ...{ consentsPerSite: MANY, consentsPerVisitor: MANY, maxLag: 60_000, maxConnections: 100_000 },
};
