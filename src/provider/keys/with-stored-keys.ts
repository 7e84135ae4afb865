import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../database/open-database.js';
import { inspectDatabase } from '../../database/inspect-database.js';
import { migrations } from '../migrations/migrations.js';
import type { StorageOptions } from '../core/storage-options.js';
import type { ProviderSchema } from '../core/database-schema.js';
import type { Services } from '../core/services.js';
import { createSecretBox, type SecretBox } from './secret-box.js';
import { loadSecretKeys } from './secret-keys.js';
import { openClientKey, readClientKeys, selectSigningKey } from './client-key-store.js';

export type KeyStore = Pick<Services, 'database' | 'write' | 'now'> & { secrets: SecretBox };

/**
 * Runs `work` on the keys of a provider while its nodes may be running. Never creates a database or a key.
 * @throws Error if the database has no client key, or if the signing key cannot be decrypted. In the latter
 * case the nodes could not decrypt what `work` encrypts.
 */
export async function withStoredKeys<Result>(
  {
    dataDirectory,
    databaseUrl,
    secretKey,
    now = Date.now,
  }: StorageOptions & { now?: (() => number) | undefined },
  work: (keys: KeyStore) => Promise<Result>,
): Promise<Result> {
  const dataFile = (name: string) => join(dataDirectory ?? '', name);
  const location = databaseUrl ?? dataFile('provider.db');
  const keys = await inspectDatabase(location, migrations, ({ readRows }) => readRows('client_key', ['kid']));
  if (keys.length === 0)
    throw new Error('The database has no client key yet. Start the provider once with these settings.');
  const file = dataFile('secret-key');
  if (secretKey === undefined && !existsSync(file))
    throw new Error(`There is no secret key: none is configured, and the file ${file} does not exist.`);
  const secrets = createSecretBox(loadSecretKeys(secretKey, file));
  const { reader, write, close } = await openDatabase<ProviderSchema>(location, migrations);
  try {
    await openClientKey(secrets, selectSigningKey(await readClientKeys(reader), now()));
    return await work({ database: reader, write, secrets, now });
  } finally {
    await close();
  }
}
