import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { createServices } from '../../../src/provider/create-services.js';
import type { ProviderOptions } from '../../../src/provider/services/options.js';
import type { ProviderServices } from '../../../src/provider/services/provider-services.js';
import type { RunningSandbox, SandboxOptions } from '../../../src/tools/start/start-sandbox.js';
import { openSandbox } from '../open-sandbox.js';
import { createPostgresDatabase, ON_POSTGRES } from '../postgres/test-database.js';

export interface SandboxWithServices {
  sandbox: RunningSandbox;
  services: ProviderServices;
  /** Moves the clocks of provider and wallets by this number of seconds. */
  advance(seconds: number): Promise<void>;
}

/**
 * A sandbox, and the services of a second provider node on the same database: what the provider's own pages
 * call.
 */
export async function openSandboxWithServices({
  prepare,
  ...provider
}: Partial<ProviderOptions> & Pick<SandboxOptions, 'prepare'>): Promise<SandboxWithServices> {
  const dataDirectory = mkdtempSync(join(tmpdir(), 'wm-services-'));
  let ahead = 0;
  const shared = ON_POSTGRES && { databaseUrl: await createPostgresDatabase(), secretKey: 'k'.repeat(43) };
  const options = { ...provider, ...shared };
  const sandbox = await openSandbox({ dataDirectory, provider: options, ...(prepare && { prepare }) });
  const services = await createServices({
    ...options,
    origin: sandbox.directory.provider,
    dataDirectory,
    sandbox: true,
    now: () => Date.now() + ahead,
  });
  after(async () => {
    await services.close();
    rmSync(dataDirectory, { recursive: true });
  });
  return {
    sandbox,
    services,
    async advance(seconds) {
      ahead += seconds * 1000;
      await fetch(`${sandbox.directory.sandboxes.visitor}/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ advance: `PT${seconds}S` }),
      });
    },
  };
}
