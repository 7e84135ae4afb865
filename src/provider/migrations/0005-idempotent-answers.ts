/** Stored responses to requests with an `Idempotency-Key`. */
export const idempotentAnswers: readonly string[] = [
  `CREATE TABLE idempotent_answer (
    id TEXT PRIMARY KEY,
    request TEXT NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL
  )`,
  `CREATE INDEX idempotent_answer_by_age ON idempotent_answer (created_at)`,
];
