import { classifyError } from '../open-payments/classify-error.js';
import type { OpenPaymentsClient } from '../open-payments/open-payments-client.js';
import type { Metrics } from './metrics.js';

/**
 * Wraps the client so that each call is counted by operation and outcome. Not by wallet: pages choose the
 * wallets, so the label would be unbounded.
 */
export function measureWalletCalls(client: OpenPaymentsClient, { walletCalls }: Metrics): OpenPaymentsClient {
  const measured =
    (operation: string, call: Call): Call =>
    async (...args) => {
      const end = walletCalls.startTimer({ operation });
      try {
        const answer = await call(...args);
        end({ outcome: 'ok' });
        return answer;
      } catch (error) {
        end({ outcome: classifyError(error) });
        throw error;
      }
    };
  return Object.fromEntries(
    Object.entries(client).map(([group, calls]: [string, Record<string, Call>]) => [
      group,
      Object.fromEntries(
        Object.entries(calls).map(([name, call]) => [name, measured(`${group}.${name}`, call)]),
      ),
    ]),
  ) as unknown as OpenPaymentsClient;
}

type Call = (...args: unknown[]) => Promise<unknown>;
