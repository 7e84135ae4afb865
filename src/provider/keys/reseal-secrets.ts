import type { Services } from '../services.js';
import type { SecretBox } from './secret-box.js';

/** Everything that is sealed, each with the context it is sealed for. */
const SEALED = [
  { table: 'wallet_grant', id: 'id', column: 'continue_token' },
  { table: 'wallet_grant', id: 'id', column: 'access_token' },
  { table: 'client_key', id: 'kid', column: 'private_key' },
] as const;

export interface Resealed {
  /** How many secrets were sealed anew. */
  count: number;
  /** Those that none of the keys opens, as `table id column`: they are left as they are. */
  closed: string[];
}

/** Seals everything with the newest secret key, row by row, while the nodes work on; afterwards the older ones can be dropped. */
export async function resealSecrets({
  database,
  write,
  secrets,
}: Pick<Services, 'database' | 'write' | 'secrets'>): Promise<Resealed> {
  const resealed: Resealed = { count: 0, closed: [] };
  for (const { table, id, column } of SEALED) {
    const rows = await database.selectFrom(table).select(`${id} as id`).execute();
    for (const row of rows) {
      const context = `${table} ${row.id} ${column}`;
      resealed.count += await write(async (transaction) => {
        const stored = await transaction
          .selectFrom(table)
          .select(`${column} as sealed`)
          .where(id, '=', row.id)
          .forUpdate()
          .executeTakeFirst();
        if (!stored?.sealed) return 0;
        const sealed = reseal(secrets, stored.sealed, context);
        if (sealed === undefined) resealed.closed.push(context);
        if (!sealed) return 0;
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

/** Null where the newest key seals it already, undefined where no key opens it: that one must not keep the others from being sealed. */
function reseal(secrets: SecretBox, sealed: string, context: string): string | null | undefined {
  try {
    return secrets.reseal(sealed, context);
  } catch {
    // All that its error says is that it does not open.
    return undefined;
  }
}
