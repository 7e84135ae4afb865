import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file's data to disk. Tests replace it. */
export type SyncFile = (descriptor: number) => void;

/**
 * Writes a secret to a new file with mode 0600, atomically and durably. Without the secret, everything
 * encrypted with it is lost.
 * @returns false if the file already exists. Another process has created it, and its secret applies.
 */
export function writeKeyFile(file: string, secret: string, sync: SyncFile = fsyncSync): boolean {
  const temporaryFile = `${file}.${randomUUID()}`;
  withOpenFile(temporaryFile, 'wx', (descriptor) => {
    writeSync(descriptor, secret);
    sync(descriptor);
  });
  try {
    linkSync(temporaryFile, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(temporaryFile);
  }
  // The new file name is durable only after its folder is synced.
  withOpenFile(dirname(file), 'r', sync);
  return true;
}

function withOpenFile(path: string, flags: string, use: (descriptor: number) => void): void {
  const descriptor = openSync(path, flags, 0o600);
  try {
    use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
