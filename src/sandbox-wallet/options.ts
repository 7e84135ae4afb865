import type { FastifyBaseLogger } from 'fastify';
import type { SandboxDatabase } from './ledger/sandbox-database.js';

export interface SandboxAccount {
  /** Path of the wallet address below the origin, such as `/visitor`. */
  readonly path: string;
  readonly publicName: string;
  readonly assetCode: string;
  readonly assetScale: number;
  /** Opening balance in scaled units. It counts once: a ledger that knows the account keeps its balance. */
  readonly balance: bigint;
}

export interface SandboxWalletOptions {
  /** Where clients reach the wallet, such as `http://localhost:4102`. */
  readonly origin: string;
  /** Share one among the wallets that are to pay each other. Closing it stays with the caller. */
  readonly database: SandboxDatabase;
  readonly accounts?: readonly SandboxAccount[];
  /** Serve {@link testWalletAddresses}, too. Default false. */
  readonly testWalletAddresses?: boolean;
  /** Seconds before a grant may be continued. Default 5, as live servers. */
  readonly interactionWait?: number;
  /** Seconds that an access token lives. Default 600. */
  readonly tokenLifetime?: number;
  /** Milliseconds that a client's key is believed without asking again. Default 60 000. */
  readonly clientKeyLifetime?: number;
  readonly now?: () => number;
  readonly delay?: (milliseconds: number) => Promise<void>;
  readonly fetch?: typeof fetch;
  /** Speak https. The origin must then begin with it. See createSelfSignedCertificate. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** A pino logger. Default: silent. */
  readonly logger?: FastifyBaseLogger;
}
