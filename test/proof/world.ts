import { AsyncLocalStorage } from 'node:async_hooks';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { createProvider, type ProviderOptions } from '../../src/provider/provider.js';
import {
  acceptInteraction,
  createSandboxWallet,
  openSandboxDatabase,
  type SandboxDatabase,
} from '../../src/sandbox-wallet/sandbox-wallet.js';
import { freePorts } from '../support/free-ports.js';
import { checkInvariants } from './check-invariants.js';
import { type Books, type Evidence, readEvidence } from './evidence.js';
import { type FaultProxy, startFaultProxy } from './fault-proxy.js';
import { NO_LIMITS } from './no-limits.js';
import { openProofPage, type ProofPage, seenBy } from './proof-page.js';
import { quiesce } from './quiesce.js';

/** A cent every two seconds. */
const ALLOWANCE = { ratePerHour: '18.00', budget: '100.00', period: 'P1M' };

/** The first page's; the next one's port is the next. */
const SITE = 'http://localhost:3000';
/** Each page pays from a wallet of its own, so that none has to read the others' payments. */
const VISITORS = Array.from({ length: 50 }, (_, index) => `/visitor-${index}`);

/** Provider, wallets and pages in this process, with one clock that the test moves, on real databases and over real HTTP. */
export interface World {
  readonly provider: string;
  readonly receiver: string;
  readonly pages: ProofPage[];
  /** Everything between provider and wallets, and between pages and provider, goes through these. */
  readonly proxies: FaultProxy[];
  readonly ledger: SandboxDatabase;
  /** Visitors who are asked for consent from now on use another wallet than before: the next one, or the one after it. */
  walletsChanged: number;
  /** What {@link readEvidence} reads. */
  readonly books: Books;
  now(): number;
  /** For provider and wallets alike. */
  advance(milliseconds: number): Promise<void>;
  openPage(): Promise<ProofPage>;
  /** The wallet misbehaves in these ways from now on; with none it is honest again. */
  play(...doubles: string[]): Promise<void>;
  /**
   * The provider stops where it is, for good, and another one starts on the same database.
   * @param step it stops at; `work` makes it come there. Without one it stops now.
   * @param between what happens while none runs.
   */
  crash(step?: string, work?: () => Promise<unknown>, between?: () => void): Promise<void>;
  /** No more faults: until nothing is under way any more. */
  quiesce(): Promise<void>;
  evidence(): Promise<Evidence>;
  /** What is wrong once all is quiet: nothing. */
  violations(): Promise<string[]>;
  close(): Promise<void>;
}

export interface WorldOptions {
  random: () => number;
  /** How many of all requests go wrong on their way. */
  faultRate?: number;
  /** Seconds that a wallet's access token lives. */
  tokenLifetime?: number;
  /** Milliseconds that the provider waits for a wallet. Default: as in production. */
  walletTimeout?: number;
  /** How many providers there are, with one origin; a request goes to the next one in turn. More than one needs PostgreSQL. */
  nodes?: number;
  databaseUrl?: string;
  provider?: Partial<ProviderOptions>;
}

export async function openWorld({
  random,
  faultRate = 0,
  tokenLifetime = 600,
  walletTimeout = 10_000,
  nodes = 1,
  databaseUrl,
  provider: overrides,
}: WorldOptions): Promise<World> {
  const [origins, hidden] = [await freePorts(), await freePorts()];
  const folder = mkdtempSync(join(tmpdir(), 'wm-proof-'));
  const urlOf = (role: 'provider' | 'visitor') => `http://localhost:${origins[role]}`;
  const books = {
    origin: urlOf('provider'),
    provider: databaseUrl ?? join(folder, 'provider.db'),
    ledger: join(folder, 'wallets.db'),
  };
  const ledger = await openSandboxDatabase(books.ledger);
  let ahead = 0;
  let opened = 0;
  /** The page whose request this is. */
  const caller = new AsyncLocalStorage<number>();
  const now = () => Date.now() + ahead;

  const wallet = await createSandboxWallet({
    origin: urlOf('visitor'),
    database: ledger,
    interactionWait: 0,
    tokenLifetime,
    testWalletAddresses: true,
    accounts: VISITORS.map((path) => ({
      ...{ path, publicName: 'Visitor', assetCode: 'USD', assetScale: 2, balance: 10n ** 12n },
    })),
  });
  await wallet.listen({ host: 'localhost', port: hidden.visitor });

  let generation = newGeneration();
  let crashAt: string | undefined;
  let atCrash: () => void = () => undefined;
  const stepsOf = (own: Generation) => (step: string) => {
    if (step === crashAt && own === generation) {
      generation = newGeneration();
      crashAt = undefined;
      atCrash();
    }
    return own === generation ? undefined : own.end;
  };

  /** What providers do by themselves, when a run is about to end. */
  const rounds = new Set<() => void>();
  const repeat = (round: () => void) => {
    rounds.add(round);
    return () => void rounds.delete(round);
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
          return `${urlOf('visitor')}${VISITORS[((caller.getStore() ?? 0) + world.walletsChanged) % VISITORS.length]}`;
        },
        consent: async (redirect) => void (await fetch(await acceptInteraction(redirect))),
      },
      now,
      repeat,
      onStep: stepsOf(generation),
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
  const between = { random, rate: faultRate, spares: isPersonsOrKeys };
  const proxies = [
    await startFaultProxy({ listen: origins.visitor, target: hidden.visitor, ...between }),
    await startFaultProxy({ listen: origins.provider, target: nextNode, ...between }),
  ];

  const world: World = {
    provider: urlOf('provider'),
    receiver: `${urlOf('visitor')}/ok`,
    pages: [],
    proxies,
    ledger,
    books,
    walletsChanged: 0,
    now,
    async advance(milliseconds) {
      const before = Math.trunc(ahead / 1_000);
      ahead += milliseconds;
      // The wallet's clock knows no less than a second.
      const seconds = Math.trunc(ahead / 1_000) - before;
      if (seconds > 0) await ledger.clock.advance(`PT${seconds}S`, Date.now() + ledger.clock.ahead);
    },
    async openPage() {
      const { provider: url, receiver } = world;
      const site = new URL(SITE);
      site.port = String(Number(site.port) + opened);
      opened += 1;
      const page = await openProofPage({ provider: url, receiver, now, origin: site.origin });
      world.pages.push(page);
      return page;
    },
    async play(...doubles) {
      const url = `http://localhost:${hidden.visitor}/sandbox/doubles`;
      const headers = { host: new URL(world.receiver).host };
      await wallet.inject({ method: 'DELETE', url, headers });
      for (const name of doubles) {
        const { statusCode } = await wallet.inject({ method: 'PUT', url: `${url}/${name}`, headers });
        if (statusCode !== 200) throw new Error(`there is no double ${name}`);
      }
    },
    async crash(step, work, between) {
      const crashed = new Promise<void>((resolve) => (atCrash = resolve));
      const dying = generation;
      crashAt = step;
      if (step !== undefined) await Promise.race([crashed, work?.()]);
      if (generation === dying) generation = newGeneration();
      crashAt = undefined;
      rounds.clear();
      for (const provider of providers) await letGo(provider);
      dying.letEnd();
      // In a long run there are thousands: none may hold on to its files and timers.
      for (const provider of providers) await provider.close();
      between?.();
      for (const [index, port] of nodePorts.entries()) providers[index] = await startProvider(port);
    },
    async quiesce() {
      for (const proxy of proxies) proxy.rate = 0;
      await quiesce({ ...world, background: () => rounds.forEach((round) => round()) });
    },
    evidence: () => readEvidence(books),
    async violations() {
      return checkInvariants(await world.evidence(), seenBy(world.pages));
    },
    async close() {
      for (const proxy of proxies) await proxy.close();
      for (const provider of providers) await provider.close();
      await wallet.close();
      await ledger.close();
      rmSync(folder, { recursive: true });
    },
  };
  return world;
}

/** Its port and its connections are free at once, as after a kill; what it was at stays where it is. */
async function letGo(provider: FastifyInstance): Promise<void> {
  const closed = new Promise((resolve) => provider.server.close(resolve));
  provider.server.closeAllConnections();
  await closed;
}

/** The providers between two crashes. */
interface Generation {
  /** What those of an earlier generation are at waits for this at their next step, and fails there: before any effect, and when nobody hears of it. */
  readonly end: Promise<void>;
  letEnd(): void;
}

function newGeneration(): Generation {
  let letEnd!: () => void;
  const end = new Promise<void>((_resolve, reject) => {
    letEnd = () => reject(new Error('The provider has crashed.'));
  });
  // Most are at nothing when they crash.
  end.catch(() => undefined);
  return { end, letEnd };
}

/** The visitor's browser at the consent page, and the wallets' look at the provider's keys. */
function isPersonsOrKeys({ url = '' }: { url?: string | undefined }): boolean {
  return url.startsWith('/auth/interact') || url.startsWith('/grants/') || url.startsWith('/client');
}
