import type { SqliteDatabase, SqliteStatement } from 'kysely';
import { LRUCache } from 'lru-cache';

/** More than the number of static statements. Generated statements (`where id in (…)`) evict each other. */
const MAX_STATEMENTS = 500;

/**
 * Caches prepared statements. Kysely prepares a statement for every call, which costs as much as running it.
 */
export function cachePreparedStatements(database: SqliteDatabase): SqliteDatabase {
  const prepared = new LRUCache<string, SqliteStatement>({ max: MAX_STATEMENTS });
  return {
    close: () => database.close(),
    prepare(sql) {
      const cached = prepared.get(sql);
      if (cached) return cached;
      const statement = database.prepare(sql);
      prepared.set(sql, statement);
      return statement;
    },
  };
}
