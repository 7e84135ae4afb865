import type { Services } from '../../../src/provider/services.js';

/** What a request may leave behind. Not `used_proof`, on PostgreSQL: a proof that was refused further on must not be sent again either. */
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
