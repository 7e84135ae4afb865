import type { WalletAddressDetails } from '../../protocol/wallet-address-details.js';
import type { RelayTrace } from '../../protocol/trace.js';
import type {
  BindRequest,
  Connection,
  NothingDue,
  Payment,
  RelayDescription,
  Session,
  SessionRequest,
} from '../../protocol/relay-messages.js';

/** The agent's connection to a provider. Promises reject only with a {@link RelayError}. */
export interface Relay {
  /** The provider's origin, or `simulate`. Shown to the visitor. */
  readonly provider: string;

  /** Describes the provider. Requested once, and again only after a failure. */
  describe(): Promise<RelayDescription>;
  getWalletAddress(walletAddress: string): Promise<WalletAddressDetails>;
  connect(): Promise<Connection>;
  /** Answers the connect page's challenge. */
  bindConnection(connection: string, request: BindRequest): Promise<Connection>;
  /** Revokes the visitor's consent. */
  disconnect(connection: string): Promise<void>;
  createSession(request: SessionRequest): Promise<Session>;
  createPayment(session: string): Promise<Payment | NothingDue>;
  deleteSession(session: string): Promise<void>;
  /**
   * A sandbox provider's calls to the wallets for this page after the entry number `after`. 0 returns all.
   */
  readTrace?(after: number): Promise<RelayTrace>;
}
