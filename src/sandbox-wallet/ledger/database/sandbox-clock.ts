import { endOfLastInterval, parseRepeatingInterval } from '../../../protocol/intervals/repeating-interval.js';
import type { OpenedDatabase } from '../../../database/core/opened-database.js';
import type { LedgerSchema } from './schema.js';

/** Ten years: no expiry in a sandbox is later, and dates stay in the valid range. */
const MAX_AHEAD_MS = 10 * 366 * 86_400_000;

/** The advance of the virtual clock. It is stored with the ledger, so that expired objects stay expired. */
export interface SandboxClock {
  /** Milliseconds. */
  readonly aheadMs: number;
  /**
   * @throws TypeError unless `duration` is an ISO 8601 duration such as `P31D`, and the total advance is at
   * most ten years.
   */
  advance(duration: string, now: number): Promise<void>;
}

export async function openSandboxClock({
  reader,
  write,
}: OpenedDatabase<LedgerSchema>): Promise<SandboxClock> {
  const row = await reader.selectFrom('virtual_clock').select('ahead').executeTakeFirstOrThrow();
  let aheadMs = Number(row.ahead);
  return {
    get aheadMs() {
      return aheadMs;
    },
    async advance(duration, now) {
      const until = addDuration(duration, now);
      if (until === undefined || aheadMs + until - now > MAX_AHEAD_MS) {
        throw new TypeError(
          '"advance" must be an ISO 8601 duration such as "P31D", with a total of at most ten years',
        );
      }
      aheadMs += until - now;
      await write((transaction) =>
        transaction
          .updateTable('virtual_clock')
          .set({ ahead: BigInt(aheadMs) })
          .execute(),
      );
    },
  };
}

function addDuration(duration: string, now: number): number | undefined {
  if (!duration.startsWith('P')) return undefined;
  const once = parseRepeatingInterval(`R0/${new Date(now).toISOString()}/${duration}`);
  return once && endOfLastInterval(once);
}
