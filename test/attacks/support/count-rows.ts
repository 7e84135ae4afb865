import type { Services } from '../../../src/provider/core/services.js';

/**
 * The tables that a rejected request must not change. Not `used_proof` (PostgreSQL): the proof of a request
 * that is rejected later must not be reusable.
 */
const TABLES = [
  'connection',
  'wallet_grant',
  'session',
  'intent',
  'idempotent_answer',
  'form_token',
  'refusal',
] as const;

export type Rows = Record<(typeof TABLES)[number], number>;

export async function countRows({ database }: Pick<Services, 'database'>): Promise<Rows> {
  const counts: [string, number][] = [];
  for (const table of TABLES) {
    const rows = await database.selectFrom(table).selectAll().execute();
    counts.push([table, rows.length]);
  }
  return Object.fromEntries(counts) as Rows;
}
