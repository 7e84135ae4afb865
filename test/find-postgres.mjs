import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOfPath, install, isExecutable } from './install.mjs';

/** The skip reason of tests that need PostgreSQL. */
export const WITHOUT_POSTGRES =
  'PostgreSQL is not installed: run test/setup-postgres.sh as root (Debian, Ubuntu), or put its initdb and postgres into PATH.';

export const WITHOUT_PGBOUNCER =
  'PgBouncer is not installed: run test/setup-postgres.sh as root (Debian, Ubuntu), or put it into PATH.';

/** The folder that contains initdb and postgres, or undefined. */
export function findPostgres() {
  return [...foldersOfPath(), ...debianFolders()].find((folder) =>
    ['initdb', 'postgres'].every((name) => isExecutable(join(folder, name))),
  );
}

/** The path of PgBouncer, or undefined. Debian installs it in /usr/sbin, which only root has in PATH. */
export function findPgBouncer() {
  return [...foldersOfPath(), '/usr/sbin'].map((folder) => join(folder, 'pgbouncer')).find(isExecutable);
}

/**
 * Installs PostgreSQL and PgBouncer with apt-get if one is missing and that is possible.
 * @returns the folder that contains initdb and postgres, or undefined.
 */
export function findOrInstallPostgres() {
  if (!findPostgres() || !findPgBouncer()) install('setup-postgres.sh');
  return findPostgres();
}

/**
 * Debian keeps server programs out of PATH, because it can install several versions. The newest comes first.
 */
function debianFolders() {
  const root = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(root, version, 'bin'));
  } catch {
    // The folder is missing: not Debian, or not installed.
    return [];
  }
}
