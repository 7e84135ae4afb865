import { DatabaseError } from 'pg';

/** PostgreSQL aborted this transaction because of a conflict with another one. It can be retried. */
export function isSerializationConflict(error: unknown): boolean {
  return hasCode(error, /^(40001|40P01)$/);
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
/**
 * The connection is no longer usable: it was closed, or its server shuts down or has become a read-only
 * standby.
 */
export function isConnectionLost(error: unknown): boolean {
  // pg throws plain errors for a closed connection and for its own timeout. A TypeError is a bug in this
  // code.
  if (!(error instanceof DatabaseError)) return !(error instanceof TypeError);
  return hasCode(error, /^(08...|57P..|25P03|25006)$/);
}

/** Out of memory, disk space or connections, or a lock or statement timeout. */
export function isOverloaded(error: unknown): boolean {
  return hasCode(error, /^(53...|55P03|57014)$/);
}

function hasCode(error: unknown, codes: RegExp): boolean {
  return error instanceof DatabaseError && codes.test(error.code ?? '');
}
