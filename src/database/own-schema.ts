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
import type { Place } from './migrate.js';

/** Ours are in a schema of their own: a database may be another application's, too, with any names. */
export const SCHEMA = 'wm_provider';
const BOOKKEEPING = 'wm_migration';
/** What the library that ran them used to call it. An earlier version had its tables in the schema where this one is. */
const FORMER_BOOKKEEPING = 'kysely_migration';

/** Where our tables are or will be: those of an earlier version stay where they are, for its nodes may still be at work. */
export async function findOwnSchema(database: Kysely<unknown>, firstMigration: string): Promise<Place> {
  const { rows } = await sql<{ own: boolean; former: string | null }>`
    SELECT to_regclass(${`${SCHEMA}.${BOOKKEEPING}`}) IS NOT NULL AS own,
      (SELECT nspname FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
        WHERE pg_class.oid = to_regclass(${FORMER_BOOKKEEPING}) AND has_table_privilege(pg_class.oid, 'SELECT')) AS former
  `.execute(database);
  const [{ own, former } = { own: false, former: null }] = rows;
  if (!own && former !== null) {
    const place = { schema: former, table: FORMER_BOOKKEEPING };
    const { rows: ours } = await sql`
      SELECT FROM ${sql.table(`${former}.${FORMER_BOOKKEEPING}`)} WHERE name = ${firstMigration}`.execute(
      database,
    );
    if (ours.length > 0) return { ...place, exists: true };
  }
  return { schema: SCHEMA, table: BOOKKEEPING, exists: own };
}

/** What would keep a migration from making it, or undefined. */
export async function findObstacle(
  database: Kysely<unknown>,
  { exists }: Place,
): Promise<string | undefined> {
  const { rows } = await sql<{ reads: string; schema: boolean | null; database: boolean }>`
    SELECT current_setting('transaction_read_only') AS reads,
      has_schema_privilege(to_regnamespace(${SCHEMA}), 'CREATE') AS schema,
      has_database_privilege(current_database(), 'CREATE') AS database
  `.execute(database);
  const [may] = rows;
  if (may?.reads === 'on') return 'it only reads: it is a standby';
  if (exists || (may?.schema ?? may?.database)) return undefined;
  return `its user may not make tables in the schema ${SCHEMA}. Let its owner run: CREATE SCHEMA ${SCHEMA} AUTHORIZATION the_user`;
}

/** Of a transaction: what it makes without naming a schema is made in ours. */
export async function useOwnSchema(database: Kysely<unknown>, { schema = SCHEMA }: Place): Promise<void> {
  const { rows } = await sql<{
    there: boolean;
  }>`SELECT to_regnamespace(${schema}) IS NOT NULL AS there`.execute(database);
  // Who may use a schema need not be allowed to make one, even if there is one.
  if (!rows[0]?.there) await sql`CREATE SCHEMA ${sql.id(schema)}`.execute(database);
  await sql`SET LOCAL search_path TO ${sql.id(schema)}`.execute(database);
}

/** Names the schema with each table, as a session's search_path would: poolers keep no sessions. */
export class OwnSchemaDialect extends PostgresDialect {
  readonly #schema: string;

  constructor(config: PostgresDialectConfig, schema: string) {
    super(config);
    this.#schema = schema;
  }

  override createQueryCompiler(): QueryCompiler {
    return new OwnSchemaCompiler(this.#schema);
  }
}

class OwnSchemaCompiler extends PostgresQueryCompiler {
  readonly #prefix: string;

  constructor(schema: string) {
    super();
    this.#prefix = `${this.getLeftIdentifierWrapper()}${this.sanitizeIdentifier(schema)}${this.getRightIdentifierWrapper()}.`;
  }

  /** A column's table is one of the query, by its name or its alias there. */
  protected override visitTable(node: TableNode): void {
    const isOfColumn = this.parentNode !== undefined && ReferenceNode.is(this.parentNode);
    if (!isOfColumn && !node.table.schema) this.append(this.#prefix);
    super.visitTable(node);
  }
}
