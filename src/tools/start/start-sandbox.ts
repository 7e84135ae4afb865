import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { createProvider, type ProviderOptions } from '../../provider/provider.js';
import { acceptInteraction } from '../../sandbox-wallet/accept-interaction.js';
import {
  createSandboxWallet,
  openSandboxDatabase,
  testWalletAddresses,
} from '../../sandbox-wallet/sandbox-wallet.js';
import { createDemoSite } from '../demo-site/create-demo-site.js';
import type { SandboxDirectory } from '../demo-site/sandbox-directory.js';
import { checkPortsAreFree, type Ports } from './ports.js';

/** Each server calls only those before it. They start in this order and stop in reverse. */
const START_ORDER = ['receiver', 'visitor', 'provider', 'demo'] as const;

/**
 * One cent every two seconds, so that payments are visible in a demo. Budget and consent last for months of
 * development and of virtual time.
 */
const SANDBOX_ALLOWANCE = { ratePerHour: '18.00', budget: '1000.00', period: 'P1M', consentDays: 365 };
const VISITOR_BALANCE_CENTS = 100_000_000n;

export interface RunningSandbox {
  /** The demo's URL. */
  url: string;
  directory: SandboxDirectory;
  close(): Promise<void>;
}

export interface SandboxOptions {
  ports: Ports;
  /** Folder for databases and keys, or null to keep everything in memory. */
  dataDirectory: string | null;
  provider?: Partial<ProviderOptions>;
  /**
   * Seconds before the visitor's wallet allows a grant to be continued. Default: 0, because the demo visitor
   * decides immediately.
   */
  interactionWait?: number;
  /** For all servers. Default: silent. */
  logger?: FastifyBaseLogger;
  /** Called before the servers listen, so that tests can modify them. */
  prepare?: (servers: Record<keyof Ports, FastifyInstance>) => void;
}

/**
 * Starts the provider, two wallets and the demo site in this process.
 * @throws Error if a port is taken.
 */
export async function startSandbox({
  ports,
  dataDirectory,
  provider: overrides,
  interactionWait: interactionWaitSeconds = 0,
  logger,
  prepare,
}: SandboxOptions): Promise<RunningSandbox> {
  await checkPortsAreFree(ports);
  const origins = Object.fromEntries(
    Object.entries(ports).map(([role, port]) => [role, `http://localhost:${port}`]),
  ) as Record<keyof Ports, string>;
  // The same server under another name is another origin, and so another site.
  const unconnectedOrigin = `http://127.0.0.1:${ports.demo}`;
  const directory: SandboxDirectory = {
    provider: origins.provider,
    demo: `${origins.demo}/`,
    unconnectedDemo: `${unconnectedOrigin}/connect.html`,
    script: `${origins.demo}/wm.js`,
    element: `${origins.demo}/wm-status.js`,
    wallets: { visitor: `${origins.visitor}/visitor`, receiver: `${origins.receiver}/ok` },
    accounts: { visitor: `${origins.visitor}/account/visitor`, receiver: `${origins.receiver}/account/ok` },
    sandboxes: { visitor: `${origins.visitor}/sandbox`, receiver: `${origins.receiver}/sandbox` },
    testWalletAddresses: testWalletAddresses(origins.receiver),
  };

  if (dataDirectory !== null) mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const database = await openSandboxDatabase(
    dataDirectory === null ? ':memory:' : join(dataDirectory, 'wallets.db'),
  );
  const visitor = await createSandboxWallet({
    origin: origins.visitor,
    database,
    interactionWaitSeconds,
    ...(logger && { logger }),
    accounts: [
      {
        path: '/visitor',
        publicName: 'Demo visitor',
        assetCode: 'USD',
        assetScale: 2,
        balance: VISITOR_BALANCE_CENTS,
      },
    ],
  });
  const receiver = await createSandboxWallet({
    origin: origins.receiver,
    database,
    testWalletAddresses: true,
    ...(logger && { logger }),
    accounts: [],
  });
  const provider = await createProvider({
    origin: origins.provider,
    dataDirectory,
    allowance: SANDBOX_ALLOWANCE,
    sandboxVisitor: {
      walletAddress: directory.wallets.visitor,
      consent: acceptConsent,
      unconnectedOrigins: [unconnectedOrigin],
    },
    singleUseQuotes: [`${origins.visitor}/op`],
    // All servers share one clock: `wm sandbox clock` also affects budgets.
    now: () => Date.now() + database.clock.aheadMs,
    ...(logger && { logger }),
    ...overrides,
  });
  const demo = await createDemoSite(directory);

  const servers = { receiver, visitor, provider, demo };
  prepare?.(servers);
  for (const role of START_ORDER) await servers[role].listen({ host: 'localhost', port: ports[role] });
  return {
    url: `${origins.demo}/`,
    directory,
    async close() {
      for (const role of START_ORDER.toReversed()) await servers[role].close();
      await database.close();
    },
  };
}

/**
 * Acts as the demo visitor's browser: accepts on the wallet's page and follows the redirect to the provider.
 */
async function acceptConsent(redirect: string): Promise<void> {
  const finish = await acceptInteraction(redirect);
  const response = await fetch(finish);
  if (!response.ok) throw new Error(`The provider's finish page responded with ${response.status}.`);
}
