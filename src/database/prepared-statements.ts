import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** More than the project has statements; generated ones (`where id in (…)`) push each other out. */
const MOST = 500;

/** Kysely prepares anew for every call, which costs as much as running: this keeps what was prepared. */
export function keepPreparedStatements(database: SqliteDatabase): SqliteDatabase {
  const prepared = new Map<string, SqliteStatement>();
  return {
    close: () => database.close(),
    prepare(sql) {
      const known = prepared.get(sql);
      if (known) return known;
      const statement = database.prepare(sql);
      if (prepared.size >= MOST) prepared.delete(prepared.keys().next().value as string);
      prepared.set(sql, statement);
      return statement;
    },
  };
}
