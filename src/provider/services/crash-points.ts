import type { Write } from '../../database/core/write.js';
import type { OpenPaymentsClient } from '../open-payments/open-payments-client.js';

/**
 * Called between any two effects, with a label:
 * - `before outgoingPayment.create` and `after outgoingPayment.create`, for a call to a wallet,
 * - `before commit`, and `commit after outgoingPayment.create` once it is committed.
 *
 * The provider waits for the returned promise, so a test can end or suspend the process at this point.
 * If the function throws, the next effect does not happen.
 */
export type CrashPoint = (label: string) => void | Promise<void>;

/** Calls `crashPoint` around wallet calls and commits. No other step has effects outside the process. */
export function withCrashPoints<Schema>(
  { client, write }: { client: OpenPaymentsClient; write: Write<Schema> },
  crashPoint: CrashPoint | undefined,
): { client: OpenPaymentsClient; write: Write<Schema> } {
  if (!crashPoint) return { client, write };
  let lastCall = 'nothing';
  const wrapped =
    (name: string, call: Call): Call =>
    async (...args) => {
      await crashPoint(`before ${name}`);
      const response = await call(...args);
      lastCall = name;
      await crashPoint(`after ${name}`);
      return response;
    };
  const groups = Object.entries(client).map(([group, calls]: [string, Record<string, Call>]) => {
    const entries = Object.entries(calls).map(([name, call]) => [name, wrapped(`${group}.${name}`, call)]);
    return [group, Object.fromEntries(entries)];
  });
  return {
    client: Object.fromEntries(groups) as OpenPaymentsClient,
    async write(work, options) {
      await crashPoint('before commit');
      const result = await write(work, options);
      await crashPoint(`commit after ${lastCall}`);
      return result;
    },
  };
}

type Call = (...args: unknown[]) => Promise<unknown>;
