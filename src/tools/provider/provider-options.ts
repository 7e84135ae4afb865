import type { ProviderOptions } from '../../provider/provider.js';
import type { ProviderSettings } from './settings.js';

/** Converts the settings to provider options. Never to a sandbox: no setting enables one. */
export function providerOptions(settings: ProviderSettings): ProviderOptions {
  const {
    WM_SECRET_KEY: secretKey,
    DATABASE_URL: databaseUrl,
    WM_CLIENT_NAME: clientName,
    WM_TRUST_PROXY: trustProxy,
  } = settings;
  return {
    origin: settings.WM_ORIGIN,
    sandbox: false,
    dataDirectory: settings.WM_DATA,
    sites: settings.WM_SITES,
    allowance: {
      budget: settings.WM_BUDGET,
      ratePerHour: settings.WM_RATE_PER_HOUR,
      period: settings.WM_PERIOD,
      maxBudget: settings.WM_MAX_BUDGET,
      maxRatePerHour: settings.WM_MAX_RATE_PER_HOUR,
      consentDays: settings.WM_CONSENT_DAYS,
    },
    ...(databaseUrl !== undefined && { databaseUrl }),
    ...(secretKey !== undefined && { secretKey }),
    ...(clientName !== undefined && { clientName }),
    ...(trustProxy !== undefined && { trustProxy }),
  };
}
