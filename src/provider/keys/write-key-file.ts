import { randomUUID } from 'node:crypto';
import { closeSync, fsyncSync, linkSync, openSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** What a test counts; nobody else passes it. */
export type Sync = (descriptor: number) => void;

/**
 * Writes a secret into a new file, mode 0600, and onto the disk: all of it or nothing, for what it seals is lost without it.
 * False when the file is there already: another process was faster, and its secret counts.
 */
export function writeKeyFile(file: string, secret: string, sync: Sync = fsyncSync): boolean {
  const draft = `${file}.${randomUUID()}`;
  withOpen(draft, 'wx', (descriptor) => {
    writeSync(descriptor, secret);
    sync(descriptor);
  });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(draft);
  }
  // The name is the folder's to keep.
  withOpen(dirname(file), 'r', sync);
  return true;
}

function withOpen(path: string, flags: string, use: (descriptor: number) => void): void {
  const descriptor = openSync(path, flags, 0o600);
  try {
    use(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
