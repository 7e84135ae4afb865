import { type Kysely, sql } from 'kysely';
import { type MigrationTable, readAppliedMigrations } from './migrate.js';

/** A database that was opened for inspection, without changes. */
export interface InspectedDatabase {
  /** Names of the migrations that have run. */
  readonly appliedMigrations: string[];
  /**
   * Reads these columns of all rows of a table, with integers as text. Returns an empty array if the table
   * does not exist yet.
   */
  readRows<Column extends string>(
    table: string,
    columns: readonly Column[],
  ): Promise<Record<Column, string>[]>;
}

/** @param migrationTable in which the provider's tables are or would be. */
export async function createInspectedDatabase(
  database: Kysely<unknown>,
  migrationTable: MigrationTable,
): Promise<InspectedDatabase> {
  const appliedMigrations = await readAppliedMigrations(database, migrationTable);
  return {
    appliedMigrations,
    async readRows<Column extends string>(table: string, columns: readonly Column[]) {
      // Before the first migration there are no tables. Later migrations may have added the requested
      // columns.
      if (appliedMigrations.length === 0) return [];
      const list = sql.join(
        columns.map((column) => sql`CAST(${sql.ref(column)} AS TEXT) AS ${sql.ref(column)}`),
      );
      const from = sql.table(
        migrationTable.schema === undefined ? table : `${migrationTable.schema}.${table}`,
      );
      const { rows } = await sql<Record<Column, string>>`SELECT ${list} FROM ${from}`.execute(database);
      return rows;
    },
  };
}
