import type { Services } from '../core/services.js';
import type { SecretBox } from './secret-box.js';

/** All encrypted columns. Table, id and column are the context of the encryption. */
const SEALED_COLUMNS = [
  { table: 'wallet_grant', id: 'id', column: 'continue_token' },
  { table: 'wallet_grant', id: 'id', column: 'access_token' },
  { table: 'client_key', id: 'kid', column: 'private_key' },
] as const;

export interface ResealResult {
  /** Number of secrets that were encrypted again. */
  count: number;
  /** Secrets that no key decrypts, as `table id column`. They are not changed. */
  unreadable: string[];
}

/** Encrypts all secrets with the newest secret key while nodes run. Older keys can then be removed. */
export async function resealSecrets({
  database,
  write,
  secrets,
}: Pick<Services, 'database' | 'write'> & { secrets: SecretBox }): Promise<ResealResult> {
  const resealed: ResealResult = { count: 0, unreadable: [] };
  for (const { table, id, column } of SEALED_COLUMNS) {
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
        if (sealed === undefined) resealed.unreadable.push(context);
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

/** Returns null if the newest key is already in use, and undefined if no key decrypts the secret. */
function reseal(secrets: SecretBox, sealed: string, context: string): string | null | undefined {
  try {
    return secrets.reseal(sealed, context);
  } catch {
    return undefined;
  }
}
