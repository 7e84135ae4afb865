import { type Kysely, sql } from 'kysely';
import type { Migrations } from '../../database/open-database.js';
import { connectionsSessionsIntents } from './0001-connections-sessions-intents.js';

/** In the order of their names. A release never changes one, it only adds. */
export const migrations: Migrations = {
  '0001-connections-sessions-intents': statements(connectionsSessionsIntents),
};

function statements(list: string[]): Migrations[string] {
  return {
    async up(db: Kysely<unknown>) {
      for (const statement of list) await sql.raw(statement).execute(db);
    },
  };
}
