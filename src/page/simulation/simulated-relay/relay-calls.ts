import type { SimulatedCode } from './simulated-problems.js';
import type { SimulationRecord } from './simulation-records.js';
import type { SimulatedCall, SimulatedRelayOptions } from './simulated-relay-options.js';

/** Records a call to one of the two wallets. It takes no time. */
export type RecordWalletCall = (
  to: 'receiver' | 'visitor',
  name: string,
  href: string,
  failed?: SimulatedCode,
) => void;

/** A refusal by the simulated provider. The agent gets it as a RelayError with its texts. */
export class Refusal extends Error {
  readonly code: SimulatedCode;
  readonly retryAfter: number | undefined;

  constructor(code: SimulatedCode, retryAfter: number | undefined) {
    super(code);
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

export interface RelayCalls {
  recordWalletCall: RecordWalletCall;
  /** Performs a call of the agent and records it when it ends. Rejects with a RelayError for a refusal. */
  call: <T>(name: SimulatedCall, href: string, steps: () => T | Promise<T>) => Promise<T>;
}

export function createRelayCalls({
  record,
  now,
  loadDetails,
  RelayError,
}: SimulatedRelayOptions): RelayCalls {
  let last = 0;
  const begin = (): Pick<SimulationRecord, 'id' | 'at'> => ({ id: `call-${++last}`, at: now() });
  return {
    recordWalletCall: (to, name, href, code) =>
      record?.({ ...begin(), took: 0, from: 'provider', to, name, href, code }),
    async call(name, href, steps) {
      const entry = { ...begin(), from: 'agent', to: 'provider', name, href } as const;
      const end = (outcome: Pick<SimulationRecord, 'response' | 'code'>): void =>
        record?.({ ...entry, took: now() - entry.at, ...outcome });
      try {
        const response = await steps();
        end({ response });
        return response;
      } catch (cause) {
        if (!(cause instanceof Refusal)) throw cause;
        const { code, retryAfter } = cause;
        end({ code });
        const { problemOf } = await loadDetails();
        throw new RelayError(code, { ...problemOf(code), ...(retryAfter && { retryAfter }) });
      }
    },
  };
}
