/** Rows per DELETE. SQLite has a single writer, so ticks wait at most for one batch. */
export const DELETE_BATCH_SIZE = 1_000;
