import { type Kysely, PostgresAdapter, sql } from 'kysely';
import type { Migrations } from '../../database/open-database.js';
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

/** In the order of their names. A release never changes one, it only adds. */
export const migrations: Migrations = {
  '0001-connections-sessions-intents': statements(connectionsSessionsIntents),
  '0002-nodes': statements(nodes, nodesOnPostgres),
  '0003-claims-and-untold-payments': statements(claimsAndUntoldPayments),
  '0004-consent': statements(consent),
  '0005-idempotent-answers': statements(idempotentAnswers),
  '0006-lowered-budget': statements(loweredBudget),
  '0007-retention': statements(retention),
  '0008-asked-again': statements(askedAgain),
  '0009-gaps': statements(gaps),
  '0010-what-was-sent': statements(whatWasSent),
  '0011-time-looked-at': statements(timeLookedAt),
};

function statements(list: string[], onPostgres: string[] = []): Migrations[string] {
  return {
    async up(db: Kysely<unknown>) {
      const isPostgres = db.getExecutor().adapter instanceof PostgresAdapter;
      for (const statement of isPostgres ? [...list, ...onPostgres] : list)
        await sql.raw(statement).execute(db);
    },
  };
}
