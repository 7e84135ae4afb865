/** The database is unavailable, overloaded or slow. A retry may succeed. */
export class DatabaseBusyError extends Error {
  override readonly name = 'DatabaseBusyError';
  readonly code = 'database-busy';

  constructor(cause: unknown) {
    super('The database does not respond or is overloaded. If this continues, check its log.', { cause });
  }
}
