import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { importBuilt } from '../../fault-tolerance/environment/import-built.js';
import { freePorts } from '../../support/free-ports.js';
import { serveQueries } from './bench-process.js';

const { visitor, receiver } = await freePorts();
const ledger = join(mkdtempSync(join(tmpdir(), 'wm-bench-')), 'wallets.db');
const { createSandboxWallet, openSandboxDatabase } = await importBuilt('sandbox-wallet');
const database = await openSandboxDatabase(ledger);
for (const [port, path] of [
  [visitor, '/visitor'],
  [receiver, '/ok'],
] as const) {
  const wallet = await createSandboxWallet({
    origin: `http://localhost:${port}`,
    database,
    interactionWaitSeconds: 0,
    accounts: [{ path, publicName: 'Bench', assetCode: 'USD', assetScale: 2, balance: 10n ** 15n }],
  });
  await wallet.listen({ host: 'localhost', port });
}
serveQueries({
  visitor: `http://localhost:${visitor}/visitor`,
  receiver: `http://localhost:${receiver}/ok`,
  ledger,
});
