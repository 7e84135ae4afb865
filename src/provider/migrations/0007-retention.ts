/** What is not needed any more is found by its age. Conditions are spelled as in retention/rules.ts: with others SQLite does not use the index. */
export const retention = [
  // 1: the answer to a tick, which is asked for again at once or never.
  `ALTER TABLE idempotent_answer ADD COLUMN brief BIGINT NOT NULL DEFAULT 0`,
  `DROP INDEX idempotent_answer_by_age`,
  `CREATE INDEX idempotent_answer_by_age ON idempotent_answer (brief, created_at)`,
  `CREATE INDEX refusal_by_end ON refusal (until)`,
  `CREATE INDEX session_by_end ON session (expires_at, id)`,
  `CREATE INDEX intent_of_session ON intent (session_id)`,
  // For the foreign key: without it each connection that is deleted looks at every session.
  `CREATE INDEX session_of_connection ON session (connection_id)`,
  `CREATE INDEX unused_grant ON wallet_grant (continue_at) WHERE (access_token IS NULL AND state IN ('pending', 'rejected', 'revoked'))`,
  `CREATE INDEX unconsented_connection ON connection (created_at) WHERE (grant_id IS NULL AND state IN ('new', 'bound'))`,
  `CREATE INDEX wallet_grant_of_visitor ON wallet_grant (visitor)`,
];
