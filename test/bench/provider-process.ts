import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBuilt } from '../proof/import-built.js';
import { NO_LIMITS } from '../proof/no-limits.js';
import { freePorts } from '../support/free-ports.js';
import { offer } from './processes.js';

/** What the parent says of this provider. */
export interface ProviderProcess {
  /** The visitor's wallet address. */
  visitor: string;
  /** A cent is due so often, in milliseconds; absent: at every tick. */
  tick?: number;
  /** Of a node among others: where all of them are reached, and what they share. */
  origin?: string;
  dataDirectory?: string;
  databaseUrl?: string;
}

const { visitor, tick, databaseUrl, ...node } = JSON.parse(process.argv[2] as string) as ProviderProcess;
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
offer({ provider: isFirst ? own : (node.origin as string), node: own, dataDirectory });
