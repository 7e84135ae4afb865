import { after } from 'node:test';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/start/start-sandbox.js';
import { freePorts } from './free-ports.js';
import { createPostgresDatabase, ON_POSTGRES } from './test-database.js';

/** A sandbox of its own for one test file, its provider in memory or on PostgreSQL, gone when the file's tests are done. */
export async function openSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const database = ON_POSTGRES
    ? { databaseUrl: await createPostgresDatabase(), secretKey: 'k'.repeat(43) }
    : {};
  const sandbox = await startSandbox({
    ports: await freePorts(),
    dataDirectory: null,
    ...options,
    provider: { ...database, ...options.provider },
  });
  after(() => sandbox.close());
  return sandbox;
}
