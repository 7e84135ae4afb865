import type { FastifyBaseLogger } from 'fastify';
import type { SandboxDatabase } from '../ledger/database/sandbox-database.js';

export interface SandboxAccount {
  /** Path of the wallet address below the origin, such as `/visitor`. */
  readonly path: string;
  readonly publicName: string;
  readonly assetCode: string;
  readonly assetScale: number;
  /** Opening balance in scaled units. Ignored if the ledger already has the account. */
  readonly balance: bigint;
}

export interface SandboxWalletOptions {
  /** The origin at which clients reach the wallet, such as `http://localhost:4102`. */
  readonly origin: string;
  /** Wallets that pay each other must share one database. The caller closes it. */
  readonly database: SandboxDatabase;
  readonly accounts?: readonly SandboxAccount[] | undefined;
  /** Also serve {@link testWalletAddresses}. Default: false. */
  readonly testWalletAddresses?: boolean | undefined;
  /** Seconds before a grant may be continued. Default: 5, as on live servers. */
  readonly interactionWaitSeconds?: number | undefined;
  /** Lifetime of access tokens in seconds. Default: 600. */
  readonly tokenLifetimeSeconds?: number | undefined;
  /** Milliseconds for which a client's key is cached. Default: 60 000. */
  readonly clientKeyLifetimeMs?: number | undefined;
  readonly now?: (() => number) | undefined;
  readonly delay?: ((milliseconds: number) => Promise<void>) | undefined;
  readonly fetch?: typeof fetch | undefined;
  /** Serve https. The origin must then begin with `https:`. See createSelfSignedCertificate. */
  readonly tls?: { readonly key: string; readonly cert: string };
  /** A pino logger. Default: silent. */
  readonly logger?: FastifyBaseLogger | undefined;
}
