import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import {
  createSandboxWallet,
  createSelfSignedCertificate,
  openSandboxDatabase,
} from '../sandbox-wallet/sandbox-wallet.js';
import { checkPortsAreFree } from './ports.js';

const VISITOR_BALANCE = 100_000_000n;

export interface WalletOptions {
  port: number;
  /** Speak https with a certificate that is made here. */
  tls: boolean;
  /** Folder for the database, and `tls` in it for the certificate. */
  dataDirectory: string;
  /** Keep the database in memory instead. */
  memory?: boolean;
  logger?: FastifyBaseLogger;
}

export interface StartedWallet {
  origin: string;
  /** Path of the certificate that clients have to trust, with `tls`. */
  certificate: string | undefined;
  close(): Promise<void>;
}

/**
 * One sandbox wallet and nothing else: a payer at `/visitor`, and all test wallet addresses.
 * @throws Error when the port is taken.
 */
export async function startWallet({
  port,
  tls,
  dataDirectory,
  memory = false,
  logger,
}: WalletOptions): Promise<StartedWallet> {
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
      { path: '/visitor', publicName: 'Visitor', assetCode: 'USD', assetScale: 2, balance: VISITOR_BALANCE },
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
