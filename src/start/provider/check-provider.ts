import type { Finding } from '../../provider/operations/finding.js';
import { inspectProvider } from '../../provider/operations/inspect-provider.js';
import { providerOptions } from './provider-options.js';
import type { Settings } from './settings.js';

/** Prints what a provider with these settings would find; true when nothing of it is an obstacle. */
export async function checkProvider(settings: Settings, oddities: string[]): Promise<boolean> {
  const environment: Finding[] = [
    { part: 'settings', verdict: 'ok', says: `for ${settings.WM_ORIGIN}; real money, no sandbox` },
    ...oddities.map((says) => ({ part: 'settings', verdict: 'note' as const, says })),
  ];
  const findings = [...environment, ...(await inspectProvider(providerOptions(settings)))];
  for (const { part, verdict, says } of findings) {
    process.stdout.write(`${verdict.padEnd(7)} ${part.padEnd(14)} ${says}\n`);
  }
  return findings.every(({ verdict }) => verdict !== 'failed');
}
