import type { Write } from '../database/group-commit.js';
import type { OpenPaymentsClient } from './open-payments/client.js';

/**
 * Called between any two effects: `outgoingPayment.create asked` before and `… answered` after a call to a wallet, `commit asked` before and
 * `committed after outgoingPayment.create` behind a commit. What the provider does next waits for it: a test ends the process there, or holds it.
 * Where it throws, the effect that it stands before does not happen.
 */
export type StepListener = (step: string) => void | Promise<void>;

/** Between two of these instants nothing is lost that the next one has not to find out: they are all the crashes that there are. */
export function announceSteps<Schema>(
  { client, write }: { client: OpenPaymentsClient; write: Write<Schema> },
  listener: StepListener | undefined,
): { client: OpenPaymentsClient; write: Write<Schema> } {
  if (!listener) return { client, write };
  let last = 'nothing';
  const announced =
    (name: string, call: Call): Call =>
    async (...args) => {
      await listener(`${name} asked`);
      const answer = await call(...args);
      last = name;
      await listener(`${name} answered`);
      return answer;
    };
  const groups = Object.entries(client).map(([group, calls]: [string, Record<string, Call>]) => {
    const entries = Object.entries(calls).map(([name, call]) => [name, announced(`${group}.${name}`, call)]);
    return [group, Object.fromEntries(entries)];
  });
  return {
    client: Object.fromEntries(groups) as OpenPaymentsClient,
    async write(work, options) {
      await listener('commit asked');
      const result = await write(work, options);
      await listener(`committed after ${last}`);
      return result;
    },
  };
}

type Call = (...args: unknown[]) => Promise<unknown>;
