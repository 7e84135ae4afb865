import { problemOf } from './problems.js';
import type { SimulatedCode } from './problems.js';
import type { TraceEntry } from '../../protocol/trace.js';
import type { RelayError } from '../relay-error.js';
import type { Call } from './failures.js';
import type { LineOptions } from './simulated-line.js';

const NAMES: Readonly<Record<Call, string>> = {
  describe: 'GET /relay',
  connect: 'POST /relay/connections',
  wallet: 'POST /relay/wallet-addresses',
  session: 'POST /relay/sessions',
  payment: 'POST /relay/sessions/:id/payments',
};
/** Of a call to a wallet that went well. */
const STATUSES: Readonly<Record<string, number>> = { 'GET wallet address': 200, 'POST grant': 200 };

/** Tells of a call to one of the two wallets, which takes no time. */
export type Told = (to: 'receiver' | 'visitor', name: string, href: string, failed?: SimulatedCode) => void;

/** Tells of each call of the agent when it has been answered, and of what the provider asks of the wallets meanwhile. */
export function tellCalls({ tell, now }: LineOptions): {
  told: Told;
  call: <T>(name: Call, href: string, steps: () => Promise<T>) => Promise<T>;
} {
  let last = 0;
  const begin = (): Pick<TraceEntry, 'id' | 'at'> => ({ id: `call-${++last}`, at: now() });
  return {
    told: (to, name, href, code) =>
      tell?.({
        ...{ ...begin(), took: 0, from: 'provider', to, name, href },
        ...(code ? { error: errorOf(code) } : { status: STATUSES[name] ?? 201 }),
      }),
    async call(name, href, steps) {
      const entry = { ...begin(), from: 'agent', to: 'provider', name: NAMES[name], href } as const;
      const end = (outcome: Partial<TraceEntry>): void =>
        tell?.({ ...entry, took: now() - entry.at, ...outcome });
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

function errorOf(code: SimulatedCode): NonNullable<TraceEntry['error']> {
  const { title: message, fix } = problemOf(code);
  return { code, message, fix };
}
