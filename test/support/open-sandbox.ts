import { after } from 'node:test';
import {
  type RunningSandbox,
  type SandboxOptions,
  startSandbox,
} from '../../src/tools/start/start-sandbox.js';
import { freePorts } from './free-ports.js';
import { createPostgresDatabase, ON_POSTGRES } from './postgres/test-database.js';

/**
 * A sandbox for one test file, with its provider in memory or on PostgreSQL. It closes after the file's
 * tests.
 */
export async function openSandbox(options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> {
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
