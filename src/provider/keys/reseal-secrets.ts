import type { Services } from '../services.js';

/** Everything that is sealed, each with the context it is sealed for. */
const SEALED = [
  { table: 'wallet_grant', id: 'id', column: 'continue_token' },
  { table: 'wallet_grant', id: 'id', column: 'access_token' },
  { table: 'client_key', id: 'kid', column: 'private_key' },
] as const;

/**
 * Seals everything with the newest secret key, row by row, while the nodes work on; afterwards the older ones can be dropped.
 * @returns how many secrets were sealed anew.
 */
export async function resealSecrets({
  database,
  write,
  secrets,
}: Pick<Services, 'database' | 'write' | 'secrets'>): Promise<number> {
  let resealed = 0;
  for (const { table, id, column } of SEALED) {
    const rows = await database.selectFrom(table).select(`${id} as id`).execute();
    for (const row of rows) {
      resealed += await write(async (transaction) => {
        const stored = await transaction
          .selectFrom(table)
          .select(`${column} as sealed`)
          .where(id, '=', row.id)
          .forUpdate()
          .executeTakeFirst();
        const sealed = stored?.sealed ? secrets.reseal(stored.sealed, `${table} ${row.id} ${column}`) : null;
        if (sealed === null) return 0;
        await transaction
          .updateTable(table)
          .set({ [column]: sealed })
          .where(id, '=', row.id)
          .execute();
        return 1;
      });
    }
  }
  return resealed;
}
