import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { inspectDatabase } from '../../database/inspect-database.js';
import { type ClientKey, parseClientKey } from '../keys/client-key.js';
import { createSecretBox } from '../keys/secret-box.js';
import { loadSecretKeys, type SecretKeys } from '../keys/secret-keys.js';
import { openClientKey, selectSigningKey } from '../keys/client-key-store.js';
import { migrations } from '../migrations/migrations.js';
import type { StorageOptions } from '../core/storage-options.js';
import { failed, type CheckResult, noted, passed, type CheckOutcome } from './check-result.js';
import { checkPublishedKey } from './check-published-key.js';

/** Checks the environment of a provider with these options. Changes nothing. */
export async function inspectProvider(options: StorageOptions & { origin: string }): Promise<CheckResult[]> {
  const folder = options.dataDirectory ?? '';
  const location = options.databaseUrl ?? join(folder, 'provider.db');
  let secretKeys: SecretKeys | undefined;
  let clientKey: ClientKey | undefined;
  return [
    await runCheck('data folder', async () => checkDataDirectory(folder)),
    await runCheck('secret key', async () => {
      const file = join(folder, 'secret-key');
      if (options.secretKey === undefined && !existsSync(file))
        return noted('will be created at the first start');
      secretKeys = loadSecretKeys(options.secretKey, file);
      return passed(options.secretKey === undefined ? file : 'from the options');
    }),
    await runCheck('database', () => checkDatabase(location, options.databaseUrl !== undefined)),
    await runCheck('client key', async () => {
      clientKey = await findClientKey(location, secretKeys, join(folder, 'client-key.pem'));
      return clientKey ? passed(`key id ${clientKey.keyId}`) : noted('will be created at the first start');
    }),
    await runCheck('published key', () => checkPublishedKey(options.origin, clientKey?.keyId)),
  ];
}

async function runCheck(name: string, check: () => Promise<CheckOutcome>): Promise<CheckResult> {
  const outcome = await check().catch((error: unknown) =>
    failed(error instanceof Error ? messageOf(error) : String(error)),
  );
  return { name, ...outcome };
}

/** A connection error for several addresses of a host has an empty message. */
function messageOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as Error[]) : [];
  return error.message || first?.message || error.name;
}

function checkDataDirectory(folder: string): CheckOutcome {
  const path = resolve(folder);
  const nearest = existsSync(path) ? path : dirname(path);
  accessSync(nearest, constants.R_OK | constants.W_OK | constants.X_OK);
  return nearest === path ? passed(path) : noted(`${path} will be created`);
}

/** The current signing key, or the key file of an older version that will be imported. */
async function findClientKey(
  location: string,
  secretKeys: SecretKeys | undefined,
  file: string,
): Promise<ClientKey | undefined> {
  const columns = ['generation', 'kid', 'private_key', 'signs_from'] as const;
  const stored = await inspectDatabase(location, migrations, ({ readRows }) =>
    readRows('client_key', columns),
  );
  if (stored.length === 0) return existsSync(file) ? parseClientKey(readFileSync(file, 'utf8')) : undefined;
  if (!secretKeys) throw new Error('is in the database, but the secret key to decrypt it is missing');
  const keys = stored
    .map((key) => ({ ...key, generation: BigInt(key.generation), signs_from: BigInt(key.signs_from) }))
    .sort((a, b) => Number(b.generation - a.generation));
  return openClientKey(createSecretBox(secretKeys), selectSigningKey(keys, Date.now()));
}

async function checkDatabase(location: string, isRemote: boolean): Promise<CheckOutcome> {
  const applied = await inspectDatabase(
    location,
    migrations,
    async ({ appliedMigrations }) => appliedMigrations,
  );
  const names = Object.keys(migrations);
  const missing = names.filter((name) => !applied.includes(name));
  const newer = applied.filter((name) => !names.includes(name));
  const kind = isRemote ? 'PostgreSQL responds' : 'SQLite';
  if (newer.length > 0) return failed(`${kind}; a newer version has migrated it: ${newer.join(', ')}`);
  if (missing.length === 0) return passed(`${kind}, with all ${names.length} migrations`);
  return noted(`${kind}; migrations to run at the next start: ${missing.join(', ')}`);
}
