import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import {
  createSandboxWallet,
  createSelfSignedCertificate,
  openSandboxDatabase,
} from '../../sandbox-wallet/sandbox-wallet.js';
import { checkPortsAreFree } from './ports.js';

const VISITOR_BALANCE_CENTS = 100_000_000n;

export interface WalletOptions {
  port: number;
  /** Use https with a generated certificate. */
  tls: boolean;
  /** Folder for the database. Its subfolder `tls` has the certificate. */
  dataDirectory: string;
  /** Keep the database in memory only. */
  memory?: boolean;
  logger?: FastifyBaseLogger;
}

export interface RunningWallet {
  origin: string;
  /** Path of the certificate that clients must trust, if `tls` is set. */
  certificate: string | undefined;
  close(): Promise<void>;
}

/**
 * Starts a single sandbox wallet: a payer at `/visitor`, and all test wallet addresses.
 * @throws Error if the port is taken.
 */
export async function startWallet({
  port,
  tls,
  dataDirectory,
  memory = false,
  logger,
}: WalletOptions): Promise<RunningWallet> {
  await checkPortsAreFree({ wallet: port }, 'wm sandbox --port 4202');
  if (!memory) mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const certificate = tls ? await createSelfSignedCertificate(join(dataDirectory, 'tls')) : undefined;
  const database = await openSandboxDatabase(memory ? ':memory:' : join(dataDirectory, 'sandbox-wallet.db'));
  const origin = `${tls ? 'https' : 'http'}://localhost:${port}`;
  const wallet = await createSandboxWallet({
    origin,
    database,
    testWalletAddresses: true,
    ...(certificate && { tls: certificate }),
    ...(logger && { logger }),
    accounts: [
      {
        path: '/visitor',
        publicName: 'Visitor',
        assetCode: 'USD',
        assetScale: 2,
        balance: VISITOR_BALANCE_CENTS,
      },
    ],
  });
  await wallet.listen({ host: 'localhost', port });
  return {
    origin,
    certificate: certificate?.file,
    async close() {
      await wallet.close();
      await database.close();
    },
  };
}
