import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBuilt } from '../../fault-tolerance/environment/import-built.js';
import { NO_LIMITS } from '../../fault-tolerance/environment/no-limits.js';
import { freePorts } from '../../support/free-ports.js';
import { serveQueries } from './bench-process.js';

/** The settings that the parent process passes. */
export interface ProviderProcessArguments {
  /** The visitor's wallet address. */
  visitor: string;
  /** A cent is due in this number of milliseconds; undefined: on every tick. */
  tick?: number;
  /** For one of several nodes: their common origin, and the shared settings. */
  origin?: string;
  dataDirectory?: string;
  databaseUrl?: string;
}

const { visitor, tick, databaseUrl, ...node } = JSON.parse(
  process.argv[2] as string,
) as ProviderProcessArguments;
const { createProvider } = await importBuilt('provider');
const { acceptInteraction } = await importBuilt('sandbox-wallet');
const isFirst = node.origin === undefined;
const port = (await freePorts()).provider;
const own = `http://localhost:${port}`;
const dataDirectory = node.dataDirectory ?? mkdtempSync(join(tmpdir(), 'wm-bench-'));
const provider = await createProvider({
  origin: node.origin ?? own,
  dataDirectory,
  ...(databaseUrl !== undefined && { databaseUrl }),
  limits: NO_LIMITS,
  // As in production.
  trace: false,
  allowance: {
    ratePerHour: tick === undefined ? '100000000.00' : (36_000 / tick).toFixed(2),
    budget: '1000000.00',
    period: 'P1M',
  },
  minPaymentDelay: tick ?? 0,
  sandboxVisitor: {
    walletAddress: visitor,
    async consent(redirect) {
      await fetch(await acceptInteraction(redirect));
    },
  },
});
await provider.listen({ host: 'localhost', port });
serveQueries({ provider: isFirst ? own : (node.origin as string), node: own, dataDirectory });
