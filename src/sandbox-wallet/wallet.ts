import type { FastifyBaseLogger } from 'fastify';
import type { Switches } from './doubles/switches.js';
import type { SandboxDatabase } from './ledger/sandbox-database.js';
import type { Settlements } from './ledger/settlements.js';
import type { ClientKeys } from './signatures/client-keys.js';
import type { SeenNonces } from './signatures/seen-nonces.js';
import type { TestWalletAddress } from './test-wallet-addresses.js';

/** What every step may ask of the wallet it runs in. */
export interface Wallet {
  readonly origin: string;
  readonly authServer: string;
  readonly resourceServer: string;
  readonly database: SandboxDatabase;
  readonly settlements: Settlements;
  readonly clientKeys: ClientKeys;
  readonly seenNonces: SeenNonces;
  readonly doubles: Switches;
  readonly testWalletAddresses: ReadonlyMap<string, TestWalletAddress>;
  /** Milliseconds. */
  readonly interactionWait: number;
  readonly tokenLifetime: number;
  readonly log: FastifyBaseLogger;
  /** The sandbox's time: the real one, and how far the virtual clock is ahead of it. */
  now(): number;
  /** The real time, for what a client's own clock is compared with: signatures. */
  systemTime(): number;
  delay(milliseconds: number): Promise<void>;
  fetch: typeof fetch;
}
