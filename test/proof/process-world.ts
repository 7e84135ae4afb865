import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePorts } from '../support/free-ports.js';
import { checkInvariants } from './check-invariants.js';
import { type Books, type Evidence, readEvidence } from './evidence.js';
import { openProofPage, type ProofPage } from './proof-page.js';
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
  provider: ProofProcess;
  wallet: ProofProcess;
  startProvider(options?: Pick<ProviderProcessOptions, 'crashAt'>): Promise<void>;
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
  databaseUrl?: string;
}

export async function openProcessWorld({ tick, databaseUrl }: ProcessWorldOptions): Promise<ProcessWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'wm-kill-'));
  const ports = await freePorts();
  const origin = `http://localhost:${ports.provider}`;
  const walletOrigin = `http://localhost:${ports.visitor}`;
  const books = {
    origin,
    provider: databaseUrl ?? join(folder, 'provider.db'),
    ledger: join(folder, 'wallets.db'),
  };
  let ahead = 0;
  const now = () => Date.now() + ahead;

  const startWallet = () =>
    startProofProcess('wallet', {
      ...{ origin: walletOrigin, port: ports.visitor, ledger: books.ledger },
      ...{ visitors: VISITORS, tokenLifetime: TOKEN_LIFETIME },
    });
  const startProvider = (more: object = {}) =>
    startProofProcess('provider', {
      ...{ origin, port: ports.provider, dataDirectory: folder, tick, ahead },
      visitors: VISITORS.map((path) => `${walletOrigin}${path}`),
      ...(databaseUrl !== undefined && { databaseUrl }),
      ...more,
    });

  const world: ProcessWorld = {
    books,
    pages: [],
    tick,
    wallet: await startWallet(),
    provider: await startProvider(),
    async startProvider(options) {
      world.provider = await startProvider(options);
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
      const set = once(world.provider.child, 'message');
      world.provider.child.send(ahead);
      await set;
      await fetch(`${walletOrigin}/sandbox/clock`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ advance: `PT${milliseconds / 1000}S` }),
      });
    },
    evidence: () => readEvidence(books),
    async violations() {
      await quiesce(world);
      return checkInvariants(
        await world.evidence(),
        world.pages.flatMap(({ events }) => events),
      );
    },
    async close() {
      await world.provider.kill();
      await world.wallet.kill();
      rmSync(folder, { recursive: true });
    },
  };
  return world;
}
