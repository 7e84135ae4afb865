import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { foldersOfPath, install, isExecutable } from './install.mjs';

/** Said of every test that is skipped for want of it. */
export const WITHOUT_POSTGRES =
  'PostgreSQL is not installed: run test/setup-postgres.sh as root (Debian, Ubuntu), or put its initdb and postgres into PATH.';

export const WITHOUT_PGBOUNCER =
  'PgBouncer is not installed: run test/setup-postgres.sh as root (Debian, Ubuntu), or put it into PATH.';

/** The folder of initdb and postgres, or undefined. */
export function findPostgres() {
  return [...foldersOfPath(), ...debianFolders()].find((folder) =>
    ['initdb', 'postgres'].every((name) => isExecutable(join(folder, name))),
  );
}

/** The pooler's program, or undefined. Debian has it where only root looks. */
export function findPgBouncer() {
  return [...foldersOfPath(), '/usr/sbin'].map((folder) => join(folder, 'pgbouncer')).find(isExecutable);
}

/** The folder of initdb and postgres, or undefined; what is missing, the pooler too, is installed by apt-get where that is allowed. */
export function findOrInstallPostgres() {
  if (!findPostgres() || !findPgBouncer()) install('setup-postgres.sh');
  return findPostgres();
}

/** Debian keeps a server's programs out of PATH, for several versions may be there; the newest comes first. */
function debianFolders() {
  const root = '/usr/lib/postgresql';
  try {
    const versions = readdirSync(root).sort((a, b) => Number(b) - Number(a));
    return versions.map((version) => join(root, version, 'bin'));
  } catch {
    // No such folder: another system, or not installed.
    return [];
  }
}
