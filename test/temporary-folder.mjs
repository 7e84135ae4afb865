import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Caches that programs keep in the temporary folder on purpose. */
const CACHES = /^(tsx-\d+|node-compile-cache|playwright-transform-cache-\d+)$/;

/**
 * Gives this process and its child processes a temporary folder, which is removed when this process ends.
 * @returns a function that returns the names of what was left in it.
 */
export function useOwnTemporaryFolder() {
  // A short path: PostgreSQL's Unix sockets below it may have at most 107 bytes.
  const folder = mkdtempSync(join(tmpdir(), 'wm-run-'));
  // PostgreSQL runs as another user in a folder below this one.
  chmodSync(folder, 0o711);
  process.env.TMPDIR = folder;
  process.once('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ])
    process.once(signal, () => process.exit(code));
  return () => readdirSync(folder).filter((name) => !CACHES.test(name));
}
