import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  SqliteQueryCompiler,
} from 'kysely';

/** SQLite has one writer at a time: who writes need not lock rows as well, so `.forUpdate()` says nothing here. */
export class OneWriterDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): SqliteDriver {
    return new OneWriterDriver(this.#config);
  }

  override createQueryCompiler(): SqliteQueryCompiler {
    return new WithoutRowLocksCompiler();
  }
}

class OneWriterDriver extends SqliteDriver {
  /** Not deferred: of two processes that read first and write later, SQLite would refuse the second instead of letting it wait. */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('BEGIN IMMEDIATE'));
  }
}

class WithoutRowLocksCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(): void {}
}
