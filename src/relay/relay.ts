import type { WalletAddressDetails } from '../protocol/dictionaries.js';
import type { RelayTrace } from '../protocol/trace.js';
import type {
  BindRequest,
  Connection,
  NothingDue,
  Payment,
  RelayDescription,
  Session,
  SessionRequest,
} from '../protocol/relay-messages.js';

/** The agent's line to a provider. Every promise rejects with a {@link RelayError} and with nothing else. */
export interface Relay {
  /** Shown to the visitor: where the money is asked for. */
  readonly provider: string;

  /** Who is at the other end. Asked once; asked again only after a failure. */
  describe(): Promise<RelayDescription>;
  getWalletAddress(walletAddress: string): Promise<WalletAddressDetails>;
  connect(): Promise<Connection>;
  /** Answers the connect page's challenge. */
  bindConnection(connection: string, request: BindRequest): Promise<Connection>;
  /** Takes the visitor's consent back. */
  disconnect(connection: string): Promise<void>;
  createSession(request: SessionRequest): Promise<Session>;
  createPayment(session: string): Promise<Payment | NothingDue>;
  deleteSession(session: string): Promise<void>;
  /** What a sandbox provider has asked of the wallets for this page since `after`; 0 is the beginning. */
  readTrace?(after: number): Promise<RelayTrace>;
}
