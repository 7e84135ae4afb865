import { DatabaseError } from 'pg';

/** Of two transactions that stood in each other's way, this one was to give way: it can simply be run again. */
export function isConflict(error: unknown): boolean {
  return hasCode(error, /^(40001|40P01)$/);
}

// https://www.postgresql.org/docs/current/errcodes-appendix.html
/** What the connection cannot be used after: it was cut, or its server goes away or has become a read-only standby. */
export function isConnectionLost(error: unknown): boolean {
  // pg throws plain errors for a cut connection and for its own timeout; a TypeError is a bug of ours.
  if (!(error instanceof DatabaseError)) return !(error instanceof TypeError);
  return hasCode(error, /^(08...|57P..|25P03|25006)$/);
}

/** No memory or disk or connection left, waited too long for a lock, took too long. */
export function isBusy(error: unknown): boolean {
  return hasCode(error, /^(53...|55P03|57014)$/);
}

function hasCode(error: unknown, codes: RegExp): boolean {
  return error instanceof DatabaseError && codes.test(error.code ?? '');
}
