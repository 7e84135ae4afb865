import { accessSync, constants, existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readUntouched } from '../../database/read-untouched.js';
import { type ClientKey, parseClientKey } from '../keys/client-key.js';
import { createSecretBox } from '../keys/secret-box.js';
import { readSecretKeys, type SecretKeys } from '../keys/secret-keys.js';
import { openClientKey, signingKey } from '../keys/stored-client-keys.js';
import { migrations } from '../migrations/migrations.js';
import type { ProviderOptions } from '../options.js';
import { failed, type Finding, note, ok, type Says } from './finding.js';
import { findOtherKey } from './published-key.js';

/** Looks at what a provider with these options would work with, and changes none of it. */
export async function inspectProvider(options: ProviderOptions): Promise<Finding[]> {
  const folder = options.dataDirectory ?? '';
  const location = options.databaseUrl ?? join(folder, 'provider.db');
  let secretKeys: SecretKeys | undefined;
  let clientKey: ClientKey | undefined;
  return [
    await find('data folder', async () => inspectFolder(folder)),
    await find('secret key', async () => {
      const file = join(folder, 'secret-key');
      if (options.secretKey === undefined && !existsSync(file))
        return note('will be made at the first start');
      secretKeys = readSecretKeys(options.secretKey, file);
      return ok(options.secretKey === undefined ? file : 'given');
    }),
    await find('database', () => inspectDatabase(location, options.databaseUrl !== undefined)),
    await find('client key', async () => {
      clientKey = await readClientKey(location, secretKeys, join(folder, 'client-key.pem'));
      return clientKey ? ok(`key id ${clientKey.keyId}`) : note('will be made at the first start');
    }),
    await find('published key', () => findOtherKey(options.origin, clientKey?.keyId)),
  ];
}

async function find(part: string, look: () => Promise<Says>): Promise<Finding> {
  const says = await look().catch((error: unknown) =>
    failed(error instanceof Error ? wordsOf(error) : String(error)),
  );
  return { part, ...says };
}

/** An error for several addresses of one host has no words of its own. */
function wordsOf(error: Error): string {
  const [first] = error instanceof AggregateError ? (error.errors as Error[]) : [];
  return error.message || first?.message || error.name;
}

function inspectFolder(folder: string): Says {
  const path = resolve(folder);
  const nearest = existsSync(path) ? path : dirname(path);
  accessSync(nearest, constants.R_OK | constants.W_OK | constants.X_OK);
  return nearest === path ? ok(path) : note(`${path} will be made`);
}

/** The key to sign with, or the one of an older provider that will be taken over. */
async function readClientKey(
  location: string,
  secretKeys: SecretKeys | undefined,
  file: string,
): Promise<ClientKey | undefined> {
  const columns = ['generation', 'kid', 'private_key', 'signs_from'] as const;
  const stored = await readUntouched(location, migrations, ({ rows }) => rows('client_key', columns));
  if (stored.length === 0) return existsSync(file) ? parseClientKey(readFileSync(file, 'utf8')) : undefined;
  if (!secretKeys) throw new Error('is in the database, and the secret key that opens it is not here');
  const keys = stored
    .map((key) => ({ ...key, generation: BigInt(key.generation), signs_from: BigInt(key.signs_from) }))
    .sort((a, b) => Number(b.generation - a.generation));
  return openClientKey(createSecretBox(secretKeys), signingKey(keys, Date.now()));
}

async function inspectDatabase(location: string, isRemote: boolean): Promise<Says> {
  const done = await readUntouched(location, migrations, async ({ migrated }) => migrated);
  const names = Object.keys(migrations);
  const missing = names.filter((name) => !done.includes(name));
  const newer = done.filter((name) => !names.includes(name));
  const kind = isRemote ? 'PostgreSQL answers' : 'SQLite';
  if (newer.length > 0) return failed(`${kind}; a newer version has run here: ${newer.join(', ')}`);
  if (missing.length === 0) return ok(`${kind}, with all ${names.length} migrations`);
  return note(`${kind}; to be run at the next start: ${missing.join(', ')}`);
}
