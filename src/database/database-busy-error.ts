/** The database is away, overloaded or slow. Nobody did anything wrong; the same may succeed in a moment. */
export class DatabaseBusyError extends Error {
  override readonly name = 'DatabaseBusyError';
  readonly code = 'database-busy';

  constructor(cause: unknown) {
    super('The database does not answer, or is too busy to. Look at its log if this goes on.', { cause });
  }
}
