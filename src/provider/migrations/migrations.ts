import { type Kysely, sql } from 'kysely';
import type { Migrations } from '../../database/open-database.js';
import { connectionsSessionsIntents } from './0001-connections-sessions-intents.js';
import { claimsAndUntoldPayments } from './0003-claims-and-untold-payments.js';
import { consent } from './0004-consent.js';
import { idempotentAnswers } from './0005-idempotent-answers.js';

/** In the order of their names. A release never changes one, it only adds. */
export const migrations: Migrations = {
  '0001-connections-sessions-intents': statements(connectionsSessionsIntents),
  '0003-claims-and-untold-payments': statements(claimsAndUntoldPayments),
  '0004-consent': statements(consent),
  '0005-idempotent-answers': statements(idempotentAnswers),
};

function statements(list: string[]): Migrations[string] {
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of list) await sql.raw(statement).execute(db);
    },
  };
}
