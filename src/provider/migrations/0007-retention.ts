/**
 * Indexes to find old rows. Their conditions are identical to those in retention/retention-rules.ts.
 * Otherwise SQLite does not use the indexes.
 */
export const retention: readonly string[] = [
  // 1: the response to a tick. A tick is repeated within seconds or never.
  `ALTER TABLE idempotent_answer ADD COLUMN brief BIGINT NOT NULL DEFAULT 0`,
  `DROP INDEX idempotent_answer_by_age`,
  `CREATE INDEX idempotent_answer_by_age ON idempotent_answer (brief, created_at)`,
  `CREATE INDEX refusal_by_end ON refusal (until)`,
  `CREATE INDEX session_by_end ON session (expires_at, id)`,
  `CREATE INDEX intent_of_session ON intent (session_id)`,
  // For the foreign key: without this index, deleting a connection scans all sessions.
  `CREATE INDEX session_of_connection ON session (connection_id)`,
  `CREATE INDEX unused_grant ON wallet_grant (continue_at) WHERE (access_token IS NULL AND state IN ('pending', 'rejected', 'revoked'))`,
  `CREATE INDEX unconsented_connection ON connection (created_at) WHERE (grant_id IS NULL AND state IN ('new', 'bound'))`,
  `CREATE INDEX wallet_grant_of_visitor ON wallet_grant (visitor)`,
];
