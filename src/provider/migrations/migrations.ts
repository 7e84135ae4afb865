import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { Migrations } from '../../database/core/migrate.js';
import { connectionsSessionsIntents } from './0001-connections-sessions-intents.js';
import { nodes, nodesOnPostgres } from './0002-nodes.js';
import { claimsAndUntoldPayments } from './0003-claims-and-untold-payments.js';
import { consent } from './0004-consent.js';
import { idempotentAnswers } from './0005-idempotent-answers.js';
import { loweredBudget } from './0006-lowered-budget.js';
import { retention } from './0007-retention.js';
import { askedAgain } from './0008-asked-again.js';
import { gaps } from './0009-gaps.js';
import { whatWasSent } from './0010-what-was-sent.js';
import { timeLookedAt } from './0011-time-looked-at.js';
import { standardTerms } from './0012-standard-terms.js';

/** All migrations, applied in the order of their names. Released migrations never change. */
export const migrations: Migrations = {
  '0001-connections-sessions-intents': toMigration(connectionsSessionsIntents),
  '0002-nodes': toMigration(nodes, nodesOnPostgres),
  '0003-claims-and-untold-payments': toMigration(claimsAndUntoldPayments),
  '0004-consent': toMigration(consent),
  '0005-idempotent-answers': toMigration(idempotentAnswers),
  '0006-lowered-budget': toMigration(loweredBudget),
  '0007-retention': toMigration(retention),
  '0008-asked-again': toMigration(askedAgain),
  '0009-gaps': toMigration(gaps),
  '0010-what-was-sent': toMigration(whatWasSent),
  '0011-time-looked-at': toMigration(timeLookedAt),
  '0012-standard-terms': toMigration(standardTerms),
};

function toMigration(list: readonly string[], onPostgres: readonly string[] = []): Migrations[string] {
  return {
    async up(db: Kysely<unknown>) {
      const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
      for (const statement of isPostgres ? [...list, ...onPostgres] : list)
        await sql.raw(statement).execute(db);
    },
  };
}
