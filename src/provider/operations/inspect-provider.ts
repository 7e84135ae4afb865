import { accessSync, constants, existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readMigrations } from '../../database/read-migrations.js';
import { type ClientKey, loadOrGenerateClientKey } from '../keys/client-key.js';
import { openSecretBox } from '../keys/secret-box.js';
import { migrations } from '../migrations/migrations.js';
import type { ProviderOptions } from '../options.js';
import { failed, type Finding, note, ok, type Says } from './finding.js';
import { findOtherKey } from './published-key.js';

/** Looks at what a provider with these options would work with, and changes none of it. */
export async function inspectProvider(options: ProviderOptions): Promise<Finding[]> {
  const folder = options.dataDirectory ?? '';
  let clientKey: ClientKey | undefined;
  return [
    await find('data folder', async () => inspectFolder(folder)),
    await find('client key', async () => {
      clientKey = await openIfThere(join(folder, 'client-key.pem'), loadOrGenerateClientKey);
      return clientKey ? ok(`key id ${clientKey.keyId}`) : note('will be made at the first start');
    }),
    await find('secret key', async () => {
      const secrets = await openIfThere(join(folder, 'secret-key'), openSecretBox);
      return secrets ? ok('opens') : note('will be made at the first start');
    }),
    await find('database', () =>
      inspectDatabase(options.databaseUrl ?? join(folder, 'provider.db'), options.databaseUrl !== undefined),
    ),
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

async function openIfThere<Key>(
  file: string,
  open: (file: string) => Key | Promise<Key>,
): Promise<Key | undefined> {
  return existsSync(file) ? open(file) : undefined;
}

async function inspectDatabase(location: string, isRemote: boolean): Promise<Says> {
  const done = await readMigrations(location);
  const names = Object.keys(migrations);
  const missing = names.filter((name) => !done.includes(name));
  const newer = done.filter((name) => !names.includes(name));
  const kind = isRemote ? 'PostgreSQL answers' : 'SQLite';
  if (newer.length > 0) return note(`${kind}; a newer version has run here: ${newer.join(', ')}`);
  if (missing.length === 0) return ok(`${kind}, with all ${names.length} migrations`);
  return note(`${kind}; to be run at the next start: ${missing.join(', ')}`);
}
