import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../../support/free-ports.js';
import { checkInvariants } from '../invariants/check-invariants.js';
import { type DatabaseLocations, type CollectedState, collectState } from '../invariants/collect-state.js';
import { startFaultProxy } from './fault-proxy.js';
import { openStreamingPage, type StreamingPage, collectObservations } from './streaming-page.js';
import { type ServerProcess, startServerProcess } from './server-process.js';
import type { ProviderProcessOptions } from './provider-process.js';
import { drain } from './drain.js';

const VISITOR_PATHS = Array.from({ length: 50 }, (_, index) => `/visitor-${index}`);
/** Tokens rotate a minute before they expire, so this is one rotation per second. */
const TOKEN_LIFETIME_S = 61;

/** Provider and wallets in separate processes, which can be killed and restarted. */
export interface ProcessEnvironment {
  readonly databases: DatabaseLocations;
  readonly pages: StreamingPage[];
  readonly tick: number;
  /** The nodes of the provider. */
  readonly nodes: ServerProcess[];
  wallet: ServerProcess;
  startNode(index: number, options?: Pick<ProviderProcessOptions, 'crashAt'>): Promise<void>;
  startWallet(): Promise<void>;
  openPage(): Promise<StreamingPage>;
  /** Advances the clocks of provider and wallets. */
  advance(milliseconds: number): Promise<void>;
  collectState(): Promise<CollectedState>;
  /** Waits until no payment is open, then returns the violations. */
  findViolations(): Promise<string[]>;
  close(): Promise<void>;
}

export interface ProcessEnvironmentOptions {
  /** A cent becomes due in this number of milliseconds. */
  tick: number;
  /**
   * The number of nodes of the provider; requests alternate between them. More than one node needs
   * PostgreSQL.
   */
  nodes?: number;
  databaseUrl?: string;
  /** The same database through a pooler, for all nodes but the first. */
  poolerUrl?: string;
}

export async function openProcessEnvironment({
  tick,
  nodes: count = 1,
  databaseUrl,
  poolerUrl = databaseUrl,
}: ProcessEnvironmentOptions): Promise<ProcessEnvironment> {
  const folder = mkdtempSync(join(tmpdir(), 'wm-kill-'));
  const ports = await freePorts();
  const origin = `http://localhost:${ports.provider}`;
  const walletOrigin = `http://localhost:${ports.visitor}`;
  const databases = {
    origin,
    provider: databaseUrl ?? join(folder, 'provider.db'),
    ledger: join(folder, 'wallets.db'),
  };
  const clock = join(folder, 'clock');
  let ahead = 0;
  const setClock = () => writeFileSync(clock, String(ahead));
  const now = () => Date.now() + ahead;
  setClock();

  const startWallet = () =>
    startServerProcess('wallet', {
      ...{ origin: walletOrigin, port: ports.visitor, ledger: databases.ledger },
      ...{ visitors: VISITOR_PATHS, tokenLifetime: TOKEN_LIFETIME_S },
    });
  const nodePorts = await Promise.all(
    Array.from({ length: count }, async () => (await freePorts()).provider),
  );
  const startNode = (index: number, more: object = {}) =>
    startServerProcess('provider', {
      ...{ origin, port: nodePorts[index], dataDirectory: folder, tick, clock },
      visitors: VISITOR_PATHS.map((path) => `${walletOrigin}${path}`),
      ...(databaseUrl !== undefined && { databaseUrl: index === 0 ? databaseUrl : poolerUrl }),
      ...more,
    });
  let turn = 0;
  const balancer = await startFaultProxy({
    listen: ports.provider,
    target: () => nodePorts[(turn += 1) % count] as number,
    ...{ random: () => 1, rate: 0 },
  });
  const wallet = await startWallet();
  const nodes: ServerProcess[] = [];
  for (const index of nodePorts.keys()) nodes.push(await startNode(index));

  const environment: ProcessEnvironment = {
    databases,
    pages: [],
    tick,
    wallet,
    nodes,
    async startNode(index, options) {
      nodes[index] = await startNode(index, options);
    },
    async startWallet() {
      environment.wallet = await startWallet();
    },
    async openPage() {
      const page = await openStreamingPage({ provider: origin, receiver: `${walletOrigin}/ok`, now });
      environment.pages.push(page);
      return page;
    },
    async advance(milliseconds) {
      ahead += milliseconds;
      setClock();
      await fetch(`${walletOrigin}/sandbox/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ advance: `PT${milliseconds / 1000}S` }),
      });
    },
    collectState: () => collectState(databases),
    async findViolations() {
      await drain(environment);
      return checkInvariants(await environment.collectState(), collectObservations(environment.pages));
    },
    async close() {
      await balancer.close();
      await Promise.all(nodes.map((node) => node.kill()));
      await environment.wallet.kill();
      rmSync(folder, { recursive: true });
    },
  };
  return environment;
}
