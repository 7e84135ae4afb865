import type { WalletAddressDetails } from '../../../../src/protocol/wallet-address-details.js';
import type {
  BindRequest,
  Connection,
  NothingDue,
  Payment,
  RelayDescription,
  Session,
  SessionRequest,
} from '../../../../src/protocol/relay-messages.js';
import type { Relay } from '../../../../src/page/relay-client/relay.js';
import { RelayError } from '../../../../src/page/relay-client/relay-error.js';
import { ERROR_CODES, type ErrorCode } from '../../../../src/protocol/error-codes.js';

/** A relay that responds immediately, unless a test replaces one of its `on…` functions. */
export class FakeRelay implements Relay {
  readonly provider = 'https://provider.example';
  readonly calls: string[] = [];
  sessionLimit = 20;
  next = 2_000;
  #lastSession = 0;

  onDescribe = async (): Promise<RelayDescription> => ({
    relay: 1,
    sandbox: true,
    connectPage: 'https://provider.example/connect',
    limits: { sessions: this.sessionLimit },
  });
  onConnect = async (): Promise<Connection> => ({ id: 'connection', state: 'active' });
  onBind = async (connection: string): Promise<Connection> => ({ id: connection, state: 'bound' });
  onDisconnect = async (): Promise<void> => undefined;
  onWalletAddress = async (walletAddress: string): Promise<WalletAddressDetails> =>
    sampleWalletAddressDetails(walletAddress);
  onSession = async ({ walletAddress }: SessionRequest): Promise<Session> => ({
    id: `session-${++this.#lastSession}`,
    walletAddress: sampleWalletAddressDetails(walletAddress),
    incomingPayment: `${walletAddress}/incoming/${this.#lastSession}`,
    expiresAt: '2026-01-01T00:10:00Z',
  });
  onPayment = async (session: string): Promise<Payment | NothingDue> => samplePayment(session, this.next);

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
    this.calls.push(`wallet ${pathNameOf(walletAddress)}`);
    return this.onWalletAddress(walletAddress);
  }
  createSession(request: SessionRequest): Promise<Session> {
    this.calls.push(`session ${pathNameOf(request.walletAddress)}`);
    return this.onSession(request);
  }
  createPayment(session: string): Promise<Payment | NothingDue> {
    this.calls.push(`payment ${session}`);
    return this.onPayment(session);
  }
  async deleteSession(session: string): Promise<void> {
    this.calls.push(`delete ${session}`);
  }

  /** The calls that start with `prefix`, in order. */
  callsStartingWith(prefix: string): string[] {
    return this.calls.filter((call) => call.startsWith(prefix));
  }
}

export function samplePayment(session: string, next: number): Payment {
  return {
    id: `payment of ${session}`,
    debitAmount: { value: '123', assetCode: 'EUR', assetScale: 2 },
    receiveAmount: { value: '1350', assetCode: 'USD', assetScale: 3 },
    incomingPayment: `https://wallet.example/incoming/${session}`,
    walletAddress: 'https://wallet.example/id',
    next,
  };
}

export function sampleWalletAddressDetails(walletAddress: string): WalletAddressDetails {
  return {
    id: `${walletAddress}#id`,
    assetCode: 'USD',
    assetScale: 3,
    authServer: 'https://auth.wallet.example',
    resourceServer: 'https://wallet.example',
  };
}

export function rejectWith(code: ErrorCode): () => Promise<never> {
  const { status } = ERROR_CODES[code] as { status?: number };
  const detail = `refused: ${code}`;
  return () =>
    Promise.reject(new RelayError(code, { detail, fix: 'do something', ...(status && { status }) }));
}

export interface Deferred<T> {
  promise: Promise<T>;
  resolve(value: T): void;
}

export function createDeferred<T>(): Deferred<T> {
  let open: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => (open = resolve));
  return { promise, resolve: open };
}

function pathNameOf(walletAddress: string): string {
  return new URL(walletAddress).pathname.slice(1);
}
