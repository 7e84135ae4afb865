import { importBuilt } from './import-built.js';

export interface WalletProcessOptions {
  origin: string;
  port: number;
  /** File of its database. */
  ledger: string;
  /** Paths of wallet addresses that pay. */
  visitors: string[];
  /** Seconds. */
  tokenLifetime: number;
}

const { origin, port, ledger, visitors, tokenLifetime } = JSON.parse(
  process.argv[2] as string,
) as WalletProcessOptions;
const { createSandboxWallet, openSandboxDatabase } = await importBuilt('sandbox-wallet');
const wallet = await createSandboxWallet({
  origin,
  database: await openSandboxDatabase(ledger),
  interactionWait: 0,
  tokenLifetime,
  testWalletAddresses: true,
  accounts: visitors.map((path) => ({
    ...{ path, publicName: 'Visitor', assetCode: 'USD', assetScale: 2, balance: 10n ** 12n },
  })),
});
await wallet.listen({ host: 'localhost', port });
process.send?.('listening');
