import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import { createProvider, type ProviderOptions } from '../provider/provider.js';
import { acceptInteraction } from '../sandbox-wallet/demo-visitor.js';
import {
  createSandboxWallet,
  openSandboxDatabase,
  testWalletAddresses,
} from '../sandbox-wallet/sandbox-wallet.js';
import { createDemoSite } from './demo-site.js';
import type { SandboxDirectory } from './directory.js';
import { checkPortsAreFree, type Ports } from './ports.js';

/** Each speaks only to those before it, so this is the order of starting, and backwards of stopping. */
const ROLES = ['receiver', 'visitor', 'provider', 'demo'] as const;

/** A cent every two seconds, so that a demo shows something; budget and consent outlast months of development, and of the clock's. */
const SANDBOX_ALLOWANCE = { ratePerHour: '18.00', budget: '1000.00', period: 'P1M', consentDays: 365 };
const VISITOR_BALANCE = 100_000_000n;

export interface Sandbox {
  /** The demo's URL. */
  url: string;
  directory: SandboxDirectory;
  close(): Promise<void>;
}

export interface SandboxOptions {
  ports: Ports;
  /** Folder for databases and keys; null keeps everything in memory. */
  dataDirectory: string | null;
  provider?: Partial<ProviderOptions>;
  /** Seconds that the visitor's wallet wants before a grant is continued. Default: 0, for the demo's visitor decides at once. */
  interactionWait?: number;
  /** For all servers. Default: silent. */
  logger?: FastifyBaseLogger;
  /** Called before anything listens: a test's chance to make a server misbehave. */
  prepare?: (servers: Record<keyof Ports, FastifyInstance>) => void;
}

/**
 * Provider, two wallets and demo site in this process.
 * @throws Error when a port is taken.
 */
export async function startSandbox({
  ports,
  dataDirectory,
  provider: overrides,
  interactionWait = 0,
  logger,
  prepare,
}: SandboxOptions): Promise<Sandbox> {
  await checkPortsAreFree(ports);
  const origins = Object.fromEntries(
    Object.entries(ports).map(([role, port]) => [role, `http://localhost:${port}`]),
  ) as Record<keyof Ports, string>;
  // The same server by another name is another origin, and so another site.
  const strangersOrigin = `http://127.0.0.1:${ports.demo}`;
  const directory: SandboxDirectory = {
    provider: origins.provider,
    demo: `${origins.demo}/`,
    strangerDemo: `${strangersOrigin}/connect.html`,
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
    interactionWait,
    ...(logger && { logger }),
    accounts: [
      {
        path: '/visitor',
        publicName: 'Demo visitor',
        assetCode: 'USD',
        assetScale: 2,
        balance: VISITOR_BALANCE,
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
      consent: visitConsentPage,
      strangers: [strangersOrigin],
    },
    singleUseQuotes: [`${origins.visitor}/op`],
    // One time for all: what `wm sandbox clock` lets pass, passes for budgets, too.
    now: () => Date.now() + database.clock.ahead,
    ...(logger && { logger }),
    ...overrides,
  });
  const demo = await createDemoSite(directory);

  const servers = { receiver, visitor, provider, demo };
  prepare?.(servers);
  for (const role of ROLES) await servers[role].listen({ host: 'localhost', port: ports[role] });
  return {
    url: `${origins.demo}/`,
    directory,
    async close() {
      for (const role of ROLES.toReversed()) await servers[role].close();
      await database.close();
    },
  };
}

/** The demo visitor's browser: accepts on the wallet's page and follows it back to the provider. */
async function visitConsentPage(redirect: string): Promise<void> {
  const finish = await acceptInteraction(redirect);
  const response = await fetch(finish);
  if (!response.ok) throw new Error(`The provider's finish page answered ${response.status}.`);
}
