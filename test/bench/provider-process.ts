import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProvider } from '../../src/provider/provider.js';
import { acceptInteraction } from '../../src/sandbox-wallet/demo-visitor.js';
import { freePorts } from '../support/free-ports.js';
import { offer } from './processes.js';

const { visitor } = JSON.parse(process.argv[2] as string) as { visitor: string };
const port = (await freePorts()).provider;
const origin = `http://localhost:${port}`;
const provider = await createProvider({
  origin,
  dataDirectory: mkdtempSync(join(tmpdir(), 'wm-bench-')),
  // A payment is due at every tick.
  allowance: { ratePerHour: '100000000.00', budget: '1000000.00', period: 'P1M' },
  minPaymentDelay: 0,
  sandboxVisitor: {
    walletAddress: visitor,
    async consent(redirect) {
      await fetch(await acceptInteraction(redirect));
    },
  },
});
await provider.listen({ host: 'localhost', port });
offer({ provider: origin });
