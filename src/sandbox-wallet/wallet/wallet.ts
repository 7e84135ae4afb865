import type { FastifyBaseLogger } from 'fastify';
import type { ActiveFaults } from '../faults/active-faults.js';
import type { SandboxDatabase } from '../ledger/database/sandbox-database.js';
import type { Settlements } from '../ledger/payments/settlements.js';
import type { ClientKeyCache } from '../signatures/client-key-cache.js';
import type { SeenNonces } from '../signatures/seen-nonces.js';
import type { TestWalletAddress } from './test-wallet-address.js';

/** The wallet in which a step runs. */
export interface SandboxWallet {
  readonly origin: string;
  readonly authServer: string;
  readonly resourceServer: string;
  readonly database: SandboxDatabase;
  readonly settlements: Settlements;
  readonly clientKeys: ClientKeyCache;
  readonly seenNonces: SeenNonces;
  readonly faults: ActiveFaults;
  readonly testWalletAddresses: ReadonlyMap<string, TestWalletAddress>;
  /** Milliseconds. */
  readonly interactionWaitMs: number;
  readonly tokenLifetimeMs: number;
  readonly log: FastifyBaseLogger;
  /** The sandbox's time: the system time plus the advance of the virtual clock. */
  now(): number;
  /** The system time. Signatures are compared with it, because clients do not know the virtual clock. */
  systemTime(): number;
  delay(milliseconds: number): Promise<void>;
  fetch: typeof fetch;
}
