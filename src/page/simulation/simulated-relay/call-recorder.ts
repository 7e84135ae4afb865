import { problemOf, type SimulatedCode } from '../control/simulated-problems.js';
import type { TraceEntry } from '../../../protocol/trace.js';
import type { RelayError } from '../../relay-client/relay-error.js';
import type { SimulatedCall, SimulatedRelayOptions } from './simulated-relay-options.js';

const CALL_NAMES: Readonly<Record<SimulatedCall, string>> = {
  describe: 'GET /relay',
  connect: 'POST /relay/connections',
  wallet: 'POST /relay/wallet-addresses',
  session: 'POST /relay/sessions',
  payment: 'POST /relay/sessions/:id/payments',
};
/** HTTP status of a successful call to a wallet. Default: 201. */
const CALL_STATUSES: Readonly<Record<string, number>> = { 'GET wallet address': 200, 'POST grant': 200 };

/** Records a call to one of the two wallets. It takes no time. */
export type RecordWalletCall = (
  to: 'receiver' | 'visitor',
  name: string,
  href: string,
  failed?: SimulatedCode,
) => void;

/**
 * Returns functions that record calls of the agent, when they end, and calls of the provider to the wallets.
 */
export function createCallRecorder({ recordEntry, now }: SimulatedRelayOptions): {
  recordWalletCall: RecordWalletCall;
  call: <T>(name: SimulatedCall, href: string, steps: () => Promise<T>) => Promise<T>;
} {
  let last = 0;
  const begin = (): Pick<TraceEntry, 'id' | 'at'> => ({ id: `call-${++last}`, at: now() });
  return {
    recordWalletCall: (to, name, href, code) =>
      recordEntry?.({
        ...{ ...begin(), took: 0, from: 'provider', to, name, href },
        ...(code ? { error: toTraceError(code) } : { status: CALL_STATUSES[name] ?? 201 }),
      }),
    async call(name, href, steps) {
      const entry = { ...begin(), from: 'agent', to: 'provider', name: CALL_NAMES[name], href } as const;
      const end = (outcome: Partial<TraceEntry>): void =>
        recordEntry?.({ ...entry, took: now() - entry.at, ...outcome });
      try {
        const response = await steps();
        end({ response });
        return response;
      } catch (cause) {
        const { code, status = 0, message, fix = '' } = cause as RelayError;
        end({ status, error: { code, message, fix } });
        throw cause;
      }
    },
  };
}

function toTraceError(code: SimulatedCode): NonNullable<TraceEntry['error']> {
  const { title: message, fix } = problemOf(code);
  return { code, message, fix };
}
