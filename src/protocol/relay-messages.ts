import type { Amount } from './amount.js';
import type { WalletAddressDetails } from './dictionaries.js';

/** The relay's version. A provider that answers another number is not spoken to. */
export const RELAY_VERSION = 1;

/** `GET /relay` → 200. Needs no proof; carries the first `DPoP-Nonce`. */
export interface RelayDescription {
  relay: typeof RELAY_VERSION;
  /** True: no real money moves behind this provider. */
  sandbox: boolean;
  /** Where a visitor connects a wallet: opened in a popup as `connectPage#<connection id>`. */
  connectPage: string;
  limits: { sessions: number };
}

/** `POST /relay/wallet-addresses` → 200 {@link WalletAddressDetails}. */
export interface WalletAddressRequest {
  walletAddress: string;
}

/**
 * `new` nobody has consented yet · `bound` a visitor's browser has proven it stands at this site · `active` payments may flow ·
 * `paused` by the visitor · `out-of-funds` the interval's budget is used up, or
 * the wallet has no money · `revoked` for good · `reconnect` the wallet wants consent again.
 */
export type ConnectionState =
  'new' | 'bound' | 'active' | 'paused' | 'out-of-funds' | 'revoked' | 'reconnect';

/** `POST /relay/connections` → 200 or 201, `GET /relay/connections/:id` → 200. One per (session key, site). */
export interface Connection {
  id: string;
  state: ConnectionState;
  /** Present once a wallet has consented. Amounts are in the visitor's asset. */
  budget?: Amount;
  spent?: Amount;
  /** What may be spent in an hour. */
  rate?: Amount;
  /** ISO 8601 instant at which `spent` starts again at zero, or null for a budget without interval. */
  renewsAt?: string | null;
}

/**
 * What the connect page says to the page that opened it, by `postMessage` with the site's origin as target. Sent back by that page's agent
 * with its own key, the challenge proves that the visitor's browser shows this site.
 */
export interface ConnectHello {
  wm: 'hello';
  connection: string;
  challenge: string;
}

/** `POST /relay/connections/:id/bind` → 200 {@link Connection}, state `bound`. */
export interface BindRequest {
  challenge: string;
}

/** `POST /relay/sessions`. */
export interface SessionRequest {
  connection: string;
  walletAddress: string;
}

/** `POST /relay/sessions` → 201. */
export interface Session {
  id: string;
  walletAddress: WalletAddressDetails;
  /** URL of the incoming payment that this session pays into. */
  incomingPayment: string;
  /** ISO 8601 instant after which the incoming payment takes nothing more. */
  expiresAt: string;
}

/** `POST /relay/sessions/:id/payments` → 201: money is on its way. */
export interface Payment {
  id: string;
  /** What the wallet is asked for and the budget pays, in the visitor's asset. */
  debitAmount: Amount;
  /**
   * What the page is to count as sent: less than `debitAmount` where less was sent, of this payment or of earlier ones that the page has been told of. Zero:
   * no event. Older providers leave it out: then it is `debitAmount`.
   */
  sentAmount?: Amount;
  /** What the page is to count as received, in the receiver's asset: what the receiver is to get, with the same correction. */
  receiveAmount: Amount;
  /** What has been spent of the budget by now, where that is the budget of this payment. Older providers leave it out. */
  spent?: Amount;
  incomingPayment: string;
  /** The receiver's wallet address id. */
  walletAddress: string;
  /** Milliseconds until the next tick: so long the page waits while it is visible. Only that time counts as looked at. */
  next: number;
  /** Milliseconds that the page is to be looked at until the next payment to this receiver has accrued. Older providers leave it out. */
  dueIn?: number;
}

/** `POST /relay/sessions/:id/payments` → 202: nothing is due yet. */
export interface NothingDue {
  next: number;
  dueIn?: number;
}

/** Every answer ≥ 400, as `application/problem+json` (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  /** Stable, one of {@link ERROR_CODES}. */
  code: string;
  /** What happened this time. */
  detail?: string;
  /** What the reader can do about it. */
  fix?: string;
}
