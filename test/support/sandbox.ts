import { after } from 'node:test';
import { type Sandbox, type SandboxOptions, startSandbox } from '../../src/start/start-sandbox.js';
import { freePorts } from './free-ports.js';

/** A sandbox of its own for one test file, in memory, gone when the file's tests are done. */
export async function openSandbox(options: Partial<SandboxOptions> = {}): Promise<Sandbox> {
  const sandbox = await startSandbox({ ports: await freePorts(), dataDirectory: null, ...options });
  after(() => sandbox.close());
  return sandbox;
}
