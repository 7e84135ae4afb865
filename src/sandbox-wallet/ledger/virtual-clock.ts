import { lastInstant, parseRepeatingInterval } from '../../protocol/repeating-interval.js';
import type { OpenedDatabase } from '../../database/open-database.js';
import type { LedgerSchema } from './schema.js';

/** Ten years: nothing that a sandbox promises lasts longer, and dates stay dates. */
const FURTHEST = 10 * 366 * 86_400_000;

/** How far the sandbox is ahead of the real time. It is kept with the ledger: what has expired stays expired. */
export interface VirtualClock {
  /** Milliseconds. */
  readonly ahead: number;
  /** @throws TypeError unless `duration` is one of ISO 8601, such as `P31D`, and within ten years in all. */
  advance(duration: string, now: number): Promise<void>;
}

export async function openVirtualClock({
  committed,
  write,
}: OpenedDatabase<LedgerSchema>): Promise<VirtualClock> {
  const row = await committed.selectFrom('virtual_clock').select('ahead').executeTakeFirstOrThrow();
  let ahead = Number(row.ahead);
  return {
    get ahead() {
      return ahead;
    },
    async advance(duration, now) {
      const until = instantAfter(duration, now);
      if (until === undefined || ahead + until - now > FURTHEST) {
        throw new TypeError(
          '"advance" must be an ISO 8601 duration such as "P31D", and the sandbox at most ten years ahead',
        );
      }
      ahead += until - now;
      await write((transaction) =>
        transaction
          .updateTable('virtual_clock')
          .set({ ahead: BigInt(ahead) })
          .execute(),
      );
    },
  };
}

function instantAfter(duration: string, now: number): number | undefined {
  if (!duration.startsWith('P')) return undefined;
  const once = parseRepeatingInterval(`R0/${new Date(now).toISOString()}/${duration}`);
  return once && lastInstant(once);
}
