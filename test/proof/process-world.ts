import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../support/free-ports.js';
import { checkInvariants } from './check-invariants.js';
import { type Books, type Evidence, readEvidence } from './evidence.js';
import { startFaultProxy } from './fault-proxy.js';
import { openProofPage, type ProofPage, seenBy } from './proof-page.js';
import { type ProofProcess, startProofProcess } from './process.js';
import type { ProviderProcessOptions } from './provider-process.js';
import { quiesce } from './quiesce.js';

const VISITORS = Array.from({ length: 50 }, (_, index) => `/visitor-${index}`);
/** A token is changed a minute before its end, so this is once a second. */
const TOKEN_LIFETIME = 61;

/** Provider and wallets in processes of their own, which can be killed and started again. */
export interface ProcessWorld {
  readonly books: Books;
  readonly pages: ProofPage[];
  readonly tick: number;
  /** The provider's nodes. */
  readonly nodes: ProofProcess[];
  wallet: ProofProcess;
  startNode(index: number, options?: Pick<ProviderProcessOptions, 'crashAt'>): Promise<void>;
  startWallet(): Promise<void>;
  openPage(): Promise<ProofPage>;
  /** Lets time pass for both. */
  advance(milliseconds: number): Promise<void>;
  evidence(): Promise<Evidence>;
  /** Waits until nothing is under way any more; answers what is wrong then: nothing. */
  violations(): Promise<string[]>;
  close(): Promise<void>;
}

export interface ProcessWorldOptions {
  /** Milliseconds in which a cent is due. */
  tick: number;
  /** Of one provider: a request goes to the next one in turn. More than one needs PostgreSQL. */
  nodes?: number;
  databaseUrl?: string;
  /** The same database through a pooler, for all nodes but the first. */
  poolerUrl?: string;
}

export async function openProcessWorld({
  tick,
  nodes: count = 1,
  databaseUrl,
  poolerUrl = databaseUrl,
}: ProcessWorldOptions): Promise<ProcessWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'wm-kill-'));
  const ports = await freePorts();
  const origin = `http://localhost:${ports.provider}`;
  const walletOrigin = `http://localhost:${ports.visitor}`;
  const books = {
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
    startProofProcess('wallet', {
      ...{ origin: walletOrigin, port: ports.visitor, ledger: books.ledger },
      ...{ visitors: VISITORS, tokenLifetime: TOKEN_LIFETIME },
    });
  const nodePorts = await Promise.all(
    Array.from({ length: count }, async () => (await freePorts()).provider),
  );
  const startNode = (index: number, more: object = {}) =>
    startProofProcess('provider', {
      ...{ origin, port: nodePorts[index], dataDirectory: folder, tick, clock },
      visitors: VISITORS.map((path) => `${walletOrigin}${path}`),
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
  const nodes: ProofProcess[] = [];
  for (const index of nodePorts.keys()) nodes.push(await startNode(index));

  const world: ProcessWorld = {
    books,
    pages: [],
    tick,
    wallet,
    nodes,
    async startNode(index, options) {
      nodes[index] = await startNode(index, options);
    },
    async startWallet() {
      world.wallet = await startWallet();
    },
    async openPage() {
      const page = await openProofPage({ provider: origin, receiver: `${walletOrigin}/ok`, now });
      world.pages.push(page);
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
    evidence: () => readEvidence(books),
    async violations() {
      await quiesce(world);
      return checkInvariants(await world.evidence(), seenBy(world.pages));
    },
    async close() {
      await balancer.close();
      await Promise.all(nodes.map((node) => node.kill()));
      await world.wallet.kill();
      rmSync(folder, { recursive: true });
    },
  };
  return world;
}
