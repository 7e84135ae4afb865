import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../database/open-database.js';
import { readUntouched } from '../../database/read-untouched.js';
import { migrations } from '../migrations/migrations.js';
import type { ProviderOptions } from '../options.js';
import type { ProviderSchema } from '../schema.js';
import type { Services } from '../services.js';
import { createSecretBox } from './secret-box.js';
import { readSecretKeys } from './secret-keys.js';
import { openClientKey, readClientKeys, signingKey } from './stored-client-keys.js';

export type StoredKeys = Pick<Services, 'database' | 'write' | 'secrets' | 'now'>;

/**
 * Does `work` on the keys of a provider with these options, beside its nodes. Where none has ever started, nothing is made.
 * @throws Error when there is no provider's key, or when the one that signs does not open: what is sealed here would open nowhere else.
 */
export async function withStoredKeys<Result>(
  { dataDirectory, databaseUrl, secretKey, now = Date.now }: ProviderOptions,
  work: (keys: StoredKeys) => Promise<Result>,
): Promise<Result> {
  const inData = (name: string) => join(dataDirectory ?? '', name);
  const location = databaseUrl ?? inData('provider.db');
  const keys = await readUntouched(location, migrations, ({ rows }) => rows('client_key', ['kid']));
  if (keys.length === 0)
    throw new Error(
      'There is no client key in the database yet. Start the provider once, with these settings.',
    );
  const file = inData('secret-key');
  if (secretKey === undefined && !existsSync(file))
    throw new Error(`The secret key is not here: neither is it given nor is there a file ${file}.`);
  const secrets = createSecretBox(readSecretKeys(secretKey, file));
  const { committed, write, close } = await openDatabase<ProviderSchema>(location, migrations);
  try {
    await openClientKey(secrets, signingKey(await readClientKeys(committed), now()));
    return await work({ database: committed, write, secrets, now });
  } finally {
    await close();
  }
}
