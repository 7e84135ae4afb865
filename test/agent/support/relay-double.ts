import type { WalletAddressDetails } from '../../../src/protocol/dictionaries.js';
import type {
  BindRequest,
  Connection,
  NothingDue,
  Payment,
  RelayDescription,
  Session,
  SessionRequest,
} from '../../../src/protocol/relay-messages.js';
import type { Relay } from '../../../src/relay/relay.js';
import { RelayError } from '../../../src/relay/relay-error.js';
import { ERROR_CODES } from '../../../src/protocol/error-codes.js';
import type { ErrorCode } from '../../../src/protocol/error-codes.js';

/** A line to a provider that answers at once, unless a test replaces one of its `on…` functions. */
export class RelayDouble implements Relay {
  readonly provider = 'https://provider.example';
  readonly calls: string[] = [];
  limit = 20;
  next = 2_000;
  #lastSession = 0;

  onDescribe = async (): Promise<RelayDescription> => ({
    relay: 1,
    sandbox: true,
    connectPage: 'https://provider.example/connect',
    limits: { sessions: this.limit },
  });
  onConnect = async (): Promise<Connection> => ({ id: 'connection', state: 'active' });
  onBind = async (connection: string): Promise<Connection> => ({ id: connection, state: 'bound' });
  onDisconnect = async (): Promise<void> => undefined;
  onWalletAddress = async (walletAddress: string): Promise<WalletAddressDetails> => detailsOf(walletAddress);
  onSession = async ({ walletAddress }: SessionRequest): Promise<Session> => ({
    id: `session-${++this.#lastSession}`,
    walletAddress: detailsOf(walletAddress),
    incomingPayment: `${walletAddress}/incoming/${this.#lastSession}`,
    expiresAt: '2026-01-01T00:10:00Z',
  });
  onPayment = async (session: string): Promise<Payment | NothingDue> => paymentOf(session, this.next);

  describe(): Promise<RelayDescription> {
    this.calls.push('describe');
    return this.onDescribe();
  }
  connect(): Promise<Connection> {
    this.calls.push('connect');
    return this.onConnect();
  }
  bindConnection(connection: string, { challenge }: BindRequest): Promise<Connection> {
    this.calls.push(`bind ${connection} ${challenge}`);
    return this.onBind(connection);
  }
  disconnect(connection: string): Promise<void> {
    this.calls.push(`disconnect ${connection}`);
    return this.onDisconnect();
  }
  getWalletAddress(walletAddress: string): Promise<WalletAddressDetails> {
    this.calls.push(`wallet ${nameOf(walletAddress)}`);
    return this.onWalletAddress(walletAddress);
  }
  createSession(request: SessionRequest): Promise<Session> {
    this.calls.push(`session ${nameOf(request.walletAddress)}`);
    return this.onSession(request);
  }
  createPayment(session: string): Promise<Payment | NothingDue> {
    this.calls.push(`payment ${session}`);
    return this.onPayment(session);
  }
  async deleteSession(session: string): Promise<void> {
    this.calls.push(`delete ${session}`);
  }

  /** The calls whose text begins with `prefix`, in order. */
  made(prefix: string): string[] {
    return this.calls.filter((call) => call.startsWith(prefix));
  }
}

export function paymentOf(session: string, next: number): Payment {
  return {
    id: `payment of ${session}`,
    debitAmount: { value: '123', assetCode: 'EUR', assetScale: 2 },
    receiveAmount: { value: '1350', assetCode: 'USD', assetScale: 3 },
    incomingPayment: `https://wallet.example/incoming/${session}`,
    walletAddress: 'https://wallet.example/id',
    next,
  };
}

export function detailsOf(walletAddress: string): WalletAddressDetails {
  return {
    id: `${walletAddress}#id`,
    assetCode: 'USD',
    assetScale: 3,
    authServer: 'https://auth.wallet.example',
    resourceServer: 'https://wallet.example',
  };
}

export function refuse(code: ErrorCode): () => Promise<never> {
  const { status } = ERROR_CODES[code] as { status?: number };
  const detail = `refused: ${code}`;
  return () =>
    Promise.reject(new RelayError(code, { detail, fix: 'do something', ...(status && { status }) }));
}

export interface Gate<T> {
  promise: Promise<T>;
  open(value: T): void;
}

export function gate<T>(): Gate<T> {
  let open: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (open = resolve));
  return { promise, open };
}

function nameOf(walletAddress: string): string {
  return new URL(walletAddress).pathname.slice(1);
}
