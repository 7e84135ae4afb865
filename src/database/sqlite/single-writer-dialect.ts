import {
  CompiledQuery,
  type DatabaseConnection,
  SqliteDialect,
  type SqliteDialectConfig,
  SqliteDriver,
  SqliteQueryCompiler,
} from 'kysely';

/** SQLite has one writer at a time, so row locks are unnecessary and `.forUpdate()` is ignored. */
export class SingleWriterDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): SqliteDriver {
    return new SingleWriterDriver(this.#config);
  }

  override createQueryCompiler(): SqliteQueryCompiler {
    return new NoRowLockCompiler();
  }
}

class SingleWriterDriver extends SqliteDriver {
  /**
   * IMMEDIATE, not deferred: if two processes read first and write later, SQLite rejects the second one
   * instead of letting it wait.
   */
  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('BEGIN IMMEDIATE'));
  }
}

class NoRowLockCompiler extends SqliteQueryCompiler {
  protected override visitSelectModifier(): void {}
}
