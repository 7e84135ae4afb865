import { importBuilt } from './import-built.js';

export interface WalletProcessOptions {
  origin: string;
  port: number;
  /** The file of its database. */
  ledger: string;
  /** Paths of the wallet addresses that pay. */
  visitors: string[];
  /** Lifetime of an access token, in seconds. */
  tokenLifetime: number;
}

const {
  origin,
  port,
  ledger,
  visitors,
  tokenLifetime: tokenLifetimeSeconds,
} = JSON.parse(process.argv[2] as string) as WalletProcessOptions;
const { createSandboxWallet, openSandboxDatabase } = await importBuilt('sandbox-wallet');
const wallet = await createSandboxWallet({
  origin,
  database: await openSandboxDatabase(ledger),
  interactionWaitSeconds: 0,
  tokenLifetimeSeconds,
  testWalletAddresses: true,
  accounts: visitors.map((path) => ({
    ...{ path, publicName: 'Visitor', assetCode: 'USD', assetScale: 2, balance: 10n ** 12n },
  })),
});
await wallet.listen({ host: 'localhost', port });
process.send?.('listening');
