import {
  type Kysely,
  PostgresDialect,
  type PostgresDialectConfig,
  PostgresQueryCompiler,
  type QueryCompiler,
  ReferenceNode,
  sql,
  type TableNode,
} from 'kysely';
import type { MigrationTable } from '../core/migrate.js';

/** The schema of the provider's tables. Other applications may use the same database with any table names. */
export const SCHEMA_NAME = 'wm_provider';
const MIGRATION_TABLE = 'wm_migration';
/**
 * The former name of the migration table, from the library that ran the migrations. The version that used it
 * had its tables in that table's schema.
 */
const LEGACY_MIGRATION_TABLE = 'kysely_migration';

/**
 * Finds the schema of the provider's tables. Tables of an earlier version stay in their schema, because nodes
 * of that version may still run.
 */
export async function findPostgresMigrationTable(
  database: Kysely<unknown>,
  firstMigration: string,
): Promise<MigrationTable> {
  const { rows } = await sql<{ own: boolean; former: string | null }>`
    SELECT to_regclass(${`${SCHEMA_NAME}.${MIGRATION_TABLE}`}) IS NOT NULL AS own,
      (SELECT nspname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE pg_class.oid = to_regclass(${LEGACY_MIGRATION_TABLE}) AND has_table_privilege(pg_class.oid, 'SELECT')) AS former
  `.execute(database);
  const [{ own, former } = { own: false, former: null }] = rows;
  if (!own && former !== null) {
    const place = { schema: former, table: LEGACY_MIGRATION_TABLE };
    const { rows: appliedRows } = await sql`
      SELECT FROM ${sql.table(`${former}.${LEGACY_MIGRATION_TABLE}`)} WHERE name = ${firstMigration}`.execute(
      database,
    );
    if (appliedRows.length > 0) return { ...place, exists: true };
  }
  return { schema: SCHEMA_NAME, table: MIGRATION_TABLE, exists: own };
}

/** A reason why a migration cannot create the schema, or undefined. */
export async function findPermissionProblem(
  database: Kysely<unknown>,
  { exists }: MigrationTable,
): Promise<string | undefined> {
  const { rows } = await sql<{ reads: string; schema: boolean | null; database: boolean }>`
    SELECT current_setting('transaction_read_only') AS reads,
      has_schema_privilege(to_regnamespace(${SCHEMA_NAME}), 'CREATE') AS schema,
      has_database_privilege(current_database(), 'CREATE') AS database
  `.execute(database);
  const [permissions] = rows;
  if (permissions?.reads === 'on') return 'it is read-only: a standby';
  if (exists || (permissions?.schema ?? permissions?.database)) return undefined;
  return `its user is not allowed to create tables in the schema ${SCHEMA_NAME}. The database owner must run: CREATE SCHEMA ${SCHEMA_NAME} AUTHORIZATION the_user`;
}

/** Sets the search path of the current transaction: tables are created in the provider's schema. */
export async function enterProviderSchema(
  database: Kysely<unknown>,
  { schema = SCHEMA_NAME }: MigrationTable,
): Promise<void> {
  const { rows } = await sql<{
    there: boolean;
  }>`SELECT to_regnamespace(${schema}) IS NOT NULL AS there`.execute(database);
  // A user who may use an existing schema is not always allowed to run CREATE SCHEMA, not even with IF NOT
  // EXISTS.
  if (!rows[0]?.there) await sql`CREATE SCHEMA ${sql.id(schema)}`.execute(database);
  await sql`SET LOCAL search_path TO ${sql.id(schema)}`.execute(database);
}

/**
 * Qualifies each table with the schema. A session's search_path would do the same, but poolers keep no
 * sessions.
 */
export class SchemaQualifyingDialect extends PostgresDialect {
  readonly #schema: string;

  constructor(config: PostgresDialectConfig, schema: string) {
    super(config);
    this.#schema = schema;
  }

  override createQueryCompiler(): QueryCompiler {
    return new SchemaQualifyingCompiler(this.#schema);
  }
}

class SchemaQualifyingCompiler extends PostgresQueryCompiler {
  readonly #prefix: string;

  constructor(schema: string) {
    super();
    this.#prefix = `${this.getLeftIdentifierWrapper()}${this.sanitizeIdentifier(schema)}${this.getRightIdentifierWrapper()}.`;
  }

  /** The table of a column refers to the query, by its name or alias there, so it is not qualified. */
  protected override visitTable(node: TableNode): void {
    const isOfColumn = this.parentNode !== undefined && ReferenceNode.is(this.parentNode);
    if (!isOfColumn && !node.table.schema) this.append(this.#prefix);
    super.visitTable(node);
  }
}
