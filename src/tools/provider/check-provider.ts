import type { CheckResult } from '../../provider/operations/check-result.js';
import { inspectProvider } from '../../provider/operations/inspect-provider.js';
import { providerOptions } from './provider-options.js';
import type { ProviderSettings } from './settings.js';

/**
 * Prints the checks of a provider with these settings.
 * @returns true if no check failed.
 */
export async function checkProvider(settings: ProviderSettings, warnings: string[]): Promise<boolean> {
  const environment: CheckResult[] = [
    { name: 'settings', status: 'ok', message: `${settings.WM_ORIGIN}; real money, not a sandbox` },
    ...warnings.map((message) => ({ name: 'settings', status: 'note' as const, message })),
  ];
  const findings = [...environment, ...(await inspectProvider(providerOptions(settings)))];
  for (const { name, status, message } of findings) {
    process.stdout.write(`${status.padEnd(7)} ${name.padEnd(14)} ${message}\n`);
  }
  return findings.every(({ status }) => status !== 'failed');
}
