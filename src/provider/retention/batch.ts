/** Rows that are deleted at a time: ticks wait for one batch of SQLite's one writer, not for all of them. */
export const BATCH = 1_000;
