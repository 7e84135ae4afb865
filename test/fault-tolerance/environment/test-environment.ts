import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createProvider, type ProviderOptions } from '../../../src/provider/provider.js';
import {
  acceptInteraction,
  createSandboxWallet,
  openSandboxDatabase,
  type SandboxDatabase,
} from '../../../src/sandbox-wallet/sandbox-wallet.js';
import { freePorts } from '../../support/free-ports.js';
import { checkInvariants } from '../invariants/check-invariants.js';
import { type DatabaseLocations, type CollectedState, collectState } from '../invariants/collect-state.js';
import { type FaultProxy, startFaultProxy } from './fault-proxy.js';
import { NO_LIMITS } from './no-limits.js';
import { openStreamingPage, type StreamingPage, collectObservations } from './streaming-page.js';
import { drain } from './drain.js';

/** A cent every two seconds. */
const ALLOWANCE = { ratePerHour: '18.00', budget: '100.00', period: 'P1M' };

/** The origin of the first page. Further pages use the following ports. */
const SITE = 'http://localhost:3000';
/** Each page pays from its own wallet address, so that no page has to read the payments of the others. */
const VISITOR_PATHS = Array.from({ length: 50 }, (_, index) => `/visitor-${index}`);

/** Provider, wallets and pages in this process, with one manual clock, real databases and real HTTP. */
export interface TestEnvironment {
  readonly provider: string;
  readonly receiver: string;
  readonly pages: StreamingPage[];
  /**
   * All requests between provider and wallets, and between pages and provider, pass through these proxies.
   */
  readonly proxies: FaultProxy[];
  readonly ledger: SandboxDatabase;
  /** Increase it to let visitors consent with the next wallet from now on. */
  walletsChanged: number;
  /** The databases that {@link collectState} reads. */
  readonly databases: DatabaseLocations;
  now(): number;
  /** Advances the clocks of provider and wallets. */
  advance(milliseconds: number): Promise<void>;
  openPage(): Promise<StreamingPage>;
  /** Injects these faults into the wallet; without arguments, clears all faults. */
  injectFaults(...faults: string[]): Promise<void>;
  /**
   * Stops the provider permanently at its current point, and starts another one on the same database.
   * @param step the crash point at which it stops, which `work` leads to. Without it, it stops immediately.
   * @param between runs while no provider does.
   */
  crash(step?: string, work?: () => Promise<unknown>, between?: () => void): Promise<void>;
  /** Disables faults and waits until no payment is open. */
  drain(): Promise<void>;
  collectState(): Promise<CollectedState>;
  /** The violated invariants. Call it after {@link drain}. */
  findViolations(): Promise<string[]>;
  close(): Promise<void>;
}

export interface TestEnvironmentOptions {
  random: () => number;
  /** The share of requests with a network fault. */
  faultRate?: number;
  /** Lifetime of a wallet's access token, in seconds. */
  tokenLifetime?: number;
  /** Milliseconds that the provider waits for a wallet. Default: as in production. */
  walletTimeout?: number;
  /**
   * The number of nodes with one origin; requests alternate between them. More than one node needs
   * PostgreSQL.
   */
  nodes?: number;
  databaseUrl?: string;
  provider?: Partial<ProviderOptions>;
}

export async function openTestEnvironment({
  random,
  faultRate = 0,
  tokenLifetime: tokenLifetimeSeconds = 600,
  walletTimeout = 10_000,
  nodes = 1,
  databaseUrl,
  provider: overrides,
}: TestEnvironmentOptions): Promise<TestEnvironment> {
  const [origins, hidden] = [await freePorts(), await freePorts()];
  const folder = mkdtempSync(join(tmpdir(), 'wm-proof-'));
  const urlOf = (role: 'provider' | 'visitor') => `http://localhost:${origins[role]}`;
  const databases = {
    origin: urlOf('provider'),
    provider: databaseUrl ?? join(folder, 'provider.db'),
    ledger: join(folder, 'wallets.db'),
  };
  const ledger = await openSandboxDatabase(databases.ledger);
  let ahead = 0;
  let opened = 0;
  /** The index of the page that sends the current request. */
  const caller = new AsyncLocalStorage<number>();
  const now = () => Date.now() + ahead;

  const wallet = await createSandboxWallet({
    origin: urlOf('visitor'),
    database: ledger,
    interactionWaitSeconds: 0,
    tokenLifetimeSeconds,
    testWalletAddresses: true,
    accounts: VISITOR_PATHS.map((path) => ({
      ...{ path, publicName: 'Visitor', assetCode: 'USD', assetScale: 2, balance: 10n ** 12n },
    })),
  });
  await wallet.listen({ host: 'localhost', port: hidden.visitor });

  let generation = createGeneration();
  let crashAt: string | undefined;
  let atCrash: () => void = () => undefined;
  const crashPointsOf = (own: Generation) => (step: string) => {
    if (step === crashAt && own === generation) {
      generation = createGeneration();
      crashAt = undefined;
      atCrash();
    }
    return own === generation ? undefined : own.end;
  };

  /** The provider's periodic tasks, which run when a run is about to end. */
  const backgroundRounds = new Set<() => void>();
  const repeat = (round: () => void) => {
    backgroundRounds.add(round);
    return () => void backgroundRounds.delete(round);
  };

  const startProvider = async (port: number): Promise<FastifyInstance> => {
    const started = await createProvider({
      origin: urlOf('provider'),
      dataDirectory: folder,
      ...(databaseUrl !== undefined && { databaseUrl }),
      egress: { totalTimeout: walletTimeout },
      allowance: ALLOWANCE,
      limits: NO_LIMITS,
      sandboxVisitor: {
        get walletAddress() {
          return `${urlOf('visitor')}${VISITOR_PATHS[((caller.getStore() ?? 0) + environment.walletsChanged) % VISITOR_PATHS.length]}`;
        },
        consent: async (redirect) => void (await fetch(await acceptInteraction(redirect))),
      },
      now,
      repeat,
      crashPoint: crashPointsOf(generation),
      ...overrides,
    });
    started.addHook('onRequest', (request, _reply, done) => {
      const page = Number(new URL(request.headers.origin ?? SITE).port) - Number(new URL(SITE).port);
      caller.run(page, done);
    });
    await started.listen({ host: 'localhost', port });
    return started;
  };
  const providers: FastifyInstance[] = [];
  const nodePorts: number[] = [];
  for (let count = 0; count < nodes; count += 1) {
    const { provider: port } = await freePorts();
    nodePorts.push(port);
    providers.push(await startProvider(port));
  }
  let turn = 0;
  const nextNode = () => nodePorts[(turn += 1) % nodes] as number;
  const between = { random, rate: faultRate, isExempt: isBrowserOrKeyRequest };
  const proxies = [
    await startFaultProxy({ listen: origins.visitor, target: hidden.visitor, ...between }),
    await startFaultProxy({ listen: origins.provider, target: nextNode, ...between }),
  ];

  const environment: TestEnvironment = {
    provider: urlOf('provider'),
    receiver: `${urlOf('visitor')}/ok`,
    pages: [],
    proxies,
    ledger,
    databases,
    walletsChanged: 0,
    now,
    async advance(milliseconds) {
      const before = Math.trunc(ahead / 1_000);
      ahead += milliseconds;
      // The wallet's clock has a resolution of one second.
      const seconds = Math.trunc(ahead / 1_000) - before;
      if (seconds > 0) await ledger.clock.advance(`PT${seconds}S`, Date.now() + ledger.clock.aheadMs);
    },
    async openPage() {
      const { provider: url, receiver } = environment;
      const site = new URL(SITE);
      site.port = String(Number(site.port) + opened);
      opened += 1;
      const page = await openStreamingPage({ provider: url, receiver, now, origin: site.origin });
      environment.pages.push(page);
      return page;
    },
    async injectFaults(...faults) {
      const url = `http://localhost:${hidden.visitor}/sandbox/faults`;
      const headers = { host: new URL(environment.receiver).host };
      await wallet.inject({ method: 'DELETE', url, headers });
      for (const name of faults) {
        const { statusCode } = await wallet.inject({ method: 'PUT', url: `${url}/${name}`, headers });
        if (statusCode !== 200) throw new Error(`unknown fault ${name}`);
      }
    },
    async crash(step, work, between) {
      const crashed = new Promise<void>((resolve) => (atCrash = resolve));
      const dying = generation;
      crashAt = step;
      if (step !== undefined) await Promise.race([crashed, work?.()]);
      if (generation === dying) generation = createGeneration();
      crashAt = undefined;
      backgroundRounds.clear();
      for (const provider of providers) await closeAbruptly(provider);
      dying.abort();
      // A long run has thousands of crashed providers: each must release its files and timers.
      for (const provider of providers) await provider.close();
      between?.();
      for (const [index, port] of nodePorts.entries()) providers[index] = await startProvider(port);
    },
    async drain() {
      for (const proxy of proxies) proxy.rate = 0;
      await drain({ ...environment, background: () => backgroundRounds.forEach((round) => round()) });
    },
    collectState: () => collectState(databases),
    async findViolations() {
      return checkInvariants(await environment.collectState(), collectObservations(environment.pages));
    },
    async close() {
      for (const proxy of proxies) await proxy.close();
      for (const provider of providers) await provider.close();
      await wallet.close();
      await ledger.close();
      rmSync(folder, { recursive: true });
    },
  };
  return environment;
}

/** Releases the port and the connections immediately, like a kill. Running operations stay where they are. */
async function closeAbruptly(provider: FastifyInstance): Promise<void> {
  const closed = new Promise((resolve) => provider.server.close(resolve));
  provider.server.closeAllConnections();
  await closed;
}

/** The providers between two crashes. */
interface Generation {
  /**
   * At their next crash point, operations of an earlier generation wait for this promise and fail: before any
   * effect, when no caller is left.
   */
  readonly end: Promise<void>;
  abort(): void;
}

function createGeneration(): Generation {
  let abort!: () => void;
  const end = new Promise<void>((_resolve, reject) => {
    abort = () => reject(new Error('The provider has crashed.'));
  });
  // Most providers are idle when they crash.
  end.catch(() => undefined);
  return { end, abort };
}

/** Requests of the visitor's browser at the consent page, and of the wallets for the provider's keys. */
function isBrowserOrKeyRequest({ url = '' }: { url?: string | undefined }): boolean {
  return url.startsWith('/auth/interact') || url.startsWith('/grants/') || url.startsWith('/client');
}
